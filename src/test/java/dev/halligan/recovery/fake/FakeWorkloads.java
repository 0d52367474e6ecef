package dev.halligan.recovery.fake;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Workloads;
import java.util.Optional;

/** Its workloads: scaled, removed, created again. */
record FakeWorkloads(FakeCluster world) implements Workloads {

  @Override
  public Optional<Integer> replicas(WorkloadReference workload) {
    return Optional.ofNullable(world.workloads.replicas.get(workload));
  }

  @Override
  public boolean scale(WorkloadReference workload, int expected, int to) {
    if (world.clock.instant().isBefore(world.apiServer.scalesFrom)) {
      world.workloads.refusedScales++;
      world.clock.pass(world.apiServer.refusalTakes);
      throw new ControlFailure(Reason.TIMED_OUT, "the API server does not answer", "Wait");
    }
    if (workload.equals(world.workloads.stubborn) && to == 0) {
      throw new ControlFailure(Reason.API_CLOSED, "403 by an admission webhook", "Mend it");
    }
    boolean ours = world.workloads.replicas.get(workload) == expected;
    if (ours) {
      world.reach();
      world.workloads.replicas.put(workload, to);
      world.act((to == 0 ? "scale " : "restore ") + workload.name() + " " + to);
    }
    return ours || world.workloads.replicas.get(workload) == to;
  }

  @Override
  public Optional<String> export(WorkloadReference workload) {
    return world.workloads.exist.contains(workload)
        ? Optional.of("{\"name\":\"agent\"}")
        : Optional.empty();
  }

  @Override
  public Optional<String> uid(WorkloadReference workload) {
    return world.workloads.exist.contains(workload)
        ? Optional.of(world.workloads.agentUid)
        : Optional.empty();
  }

  @Override
  public Removal remove(WorkloadReference workload, String which) {
    if (world.workloads.exist.contains(workload) && !which.equals(world.workloads.agentUid)) {
      return Removal.ANOTHER;
    }
    world.reach();
    boolean there = world.workloads.exist.remove(workload);
    if (there) {
      world.act("remove " + workload.name());
    }
    world.settle();
    return there ? Removal.DELETED : Removal.GONE;
  }

  @Override
  public int podsLeft(WorkloadReference workload) {
    return world.workloads.absent.contains(workload) ? 0 : world.workloads.pods;
  }

  @Override
  public void deletePods(WorkloadReference workload) {
    if (!world.workloads.exist.contains(FakeCluster.AGENT)
        && !world.acts.contains("remove agent")) {
      world.reach();
      world.act("delete pods of " + workload.name());
    }
    world.settle();
  }

  @Override
  public boolean recreate(String exported) {
    world.reach();
    world.act("recreate");
    return world.workloads.exist.add(FakeCluster.AGENT);
  }
}
