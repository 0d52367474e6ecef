package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Workloads;
import java.util.Optional;

/** Its workloads: scaled, removed, created again. */
record FakeWorkloads(FakeCluster world) implements Workloads {

  @Override
  public Optional<Integer> replicas(WorkloadReference workload) {
    return Optional.ofNullable(world.replicas.get(workload));
  }

  @Override
  public boolean scale(WorkloadReference workload, int expected, int to) {
    if (world.clock.instant().isBefore(world.scalesFrom)) {
      world.refusedScales++;
      world.clock.pass(world.hangingFor);
      throw new ControlFailure(Reason.TIMED_OUT, "the API server does not answer", "Wait");
    }
    if (workload.equals(world.stubborn) && to == 0) {
      throw new ControlFailure(Reason.API_CLOSED, "403 by an admission webhook", "Mend it");
    }
    boolean ours = world.replicas.get(workload) == expected;
    if (ours) {
      world.replicas.put(workload, to);
      world.act((to == 0 ? "scale " : "restore ") + workload.name() + " " + to);
    }
    return ours || world.replicas.get(workload) == to;
  }

  @Override
  public Optional<String> export(WorkloadReference workload) {
    return world.exists.contains(workload) ? Optional.of("{\"name\":\"agent\"}") : Optional.empty();
  }

  @Override
  public Optional<String> uid(WorkloadReference workload) {
    return world.exists.contains(workload) ? Optional.of(world.uid) : Optional.empty();
  }

  @Override
  public Removal remove(WorkloadReference workload, String which) {
    if (world.exists.contains(workload) && !which.equals(world.uid)) {
      return Removal.ANOTHER;
    }
    boolean there = world.exists.remove(workload);
    if (there) {
      world.act("remove " + workload.name());
    }
    world.settle();
    return there ? Removal.DELETED : Removal.GONE;
  }

  @Override
  public int podsLeft(WorkloadReference workload) {
    return world.absent.contains(workload) ? 0 : world.pods;
  }

  @Override
  public void deletePods(WorkloadReference workload) {
    if (!world.exists.contains(FakeCluster.AGENT) && !world.acts.contains("remove agent")) {
      world.act("delete pods of " + workload.name());
    }
    world.settle();
  }

  @Override
  public boolean recreate(String exported) {
    world.act("recreate");
    return world.exists.add(FakeCluster.AGENT);
  }
}
