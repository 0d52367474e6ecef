package dev.halligan.recovery.engine;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The fence of a {@link FakeCluster}. */
record FakeFence(FakeCluster world) implements Fence {

  @Override
  public Fence.State isolate(Fence.Admission admission) {
    world.demandNodes();
    world.fenced = true;
    world.act("isolate");
    State now = state();
    return new State(
        now.up(),
        now.instances(),
        now.instancesUp(),
        now.expiresIn(),
        now.rejected(),
        now.pending(),
        world.upFor);
  }

  @Override
  public void verifyAdminPasses() {
    if (!world.adminPasses) {
      throw new ControlFailure(
          Reason.CALLER_NOT_ADMITTED,
          "an administrator would be locked out",
          "Add the address to admins");
    }
  }

  @Override
  public List<String> missing() {
    return Stream.concat(world.deaf.stream(), world.gone.stream()).toList();
  }

  @Override
  public List<String> absent() {
    return world.gone;
  }

  @Override
  public List<String> deaf() {
    return world.deaf;
  }

  @Override
  public Fence.Passage passage() {
    if (!world.isTurnedAway()) {
      return new Fence.Passage(Fence.Passage.Word.PASSES, List.of());
    }
    return world.processAlive
        ? new Fence.Passage(Fence.Passage.Word.TURNED_AWAY, List.of(world.movedTo))
        : new Fence.Passage(Fence.Passage.Word.UNKNOWN, List.of());
  }

  @Override
  public void replaceAdmins(Fence.Admission admission) {
    world.movedTo = admission.adminCidrs().contains(world.movedTo + "/32") ? null : world.movedTo;
    world.tampered = false;
    world.adminPasses = admission.adminCidrs().contains("10.0.0.0/24");
    world.act("admins " + String.join(",", admission.adminCidrs()));
  }

  @Override
  public void renew(Duration ttl) {
    if (!world.fenced) {
      throw new ControlFailure(Reason.NO_FENCE, "the fence has expired", "Raise it again");
    }
    world.act("renew");
  }

  @Override
  public void admit(Fence.CohortShare cohort) {
    world.shares.put(cohort.name(), cohort.share());
    world.paces.put(cohort.name(), cohort.connectionsPerSecond());
    world.act("admit " + cohort.name() + " " + cohort.share());
    world.settle();
  }

  @Override
  public boolean counts() {
    return world.counts;
  }

  @Override
  public List<Client> rejectedClients(int top) {
    world.looks++;
    return world.fenced && world.counts
        ? world.knocking.stream()
            .map(t -> new Client(t.address(), t.count() * world.looks))
            .toList()
        : List.of();
  }

  @Override
  public List<Client> connectedClients(int top) {
    return List.of();
  }

  @Override
  public void lift() {
    world.fenced = world.fenced && world.fenceStuck;
    world.act("lift");
  }

  @Override
  public Fence.State state() {
    if (world.fenced && (world.tampered || !world.enforced)) {
      throw new ControlFailure(
          Reason.NOT_ENFORCED, "a fenced address still gets in", "Install a policy engine");
    }
    if (world.fenced && world.asksUntilUp > 0) {
      world.asksUntilUp--;
      Duration ttl = Duration.ofSeconds(120);
      return new Fence.State(
          false, 2, 0, ttl, 0, "2 API-server pods are recycled one by one", Duration.ZERO);
    }
    long rejected = world.fenced && !world.relayed ? 900 : 0;
    return new Fence.State(
        world.fenced, 1, world.fenced ? 1 : 0, Duration.ofSeconds(120), rejected);
  }
}
