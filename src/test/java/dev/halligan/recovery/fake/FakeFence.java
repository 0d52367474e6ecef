package dev.halligan.recovery.fake;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The fence of a {@link FakeCluster}. */
public record FakeFence(FakeCluster world) implements Fence {
  private static final int USUAL_PACE = 50;

  @Override
  public Fence.State isolate(Fence.Admission admission) {
    world.demandNodes();
    world.reach();
    world.fence.up = true;
    world.act("isolate");
    State now = state();
    return new State(
        now.up(),
        now.instances(),
        now.instancesUp(),
        now.expiresIn(),
        now.rejected(),
        now.pending(),
        world.fence.upFor);
  }

  @Override
  public void verifyAdminPasses() {
    if (!world.fence.admitsAdmins) {
      throw new ControlFailure(
          Reason.CALLER_NOT_ADMITTED,
          "an administrator would be locked out",
          "Add the address to admins");
    }
  }

  @Override
  public List<String> missing() {
    return Stream.concat(world.hosts.deaf.stream(), world.hosts.gone.stream()).toList();
  }

  @Override
  public List<String> absent() {
    return world.hosts.gone;
  }

  @Override
  public List<String> deaf() {
    return world.hosts.deaf;
  }

  @Override
  public Fence.Passage passage() {
    if (!world.isTurnedAway()) {
      return new Fence.Passage(Fence.Passage.Word.PASSES, List.of());
    }
    return world.apiServer.running
        ? new Fence.Passage(Fence.Passage.Word.TURNED_AWAY, List.of(world.operator.movedTo))
        : new Fence.Passage(Fence.Passage.Word.UNKNOWN, List.of());
  }

  @Override
  public void replaceAdmins(Fence.Admission admission) {
    world.reach();
    world.operator.movedTo =
        admission.adminCidrs().contains(world.operator.movedTo + "/32")
            ? null
            : world.operator.movedTo;
    world.fence.tampered = false;
    world.fence.admitsAdmins = admission.adminCidrs().contains("10.0.0.0/24");
    world.act("admins " + String.join(",", admission.adminCidrs()));
  }

  @Override
  public void renew(Duration ttl) {
    if (!world.fence.up) {
      throw new ControlFailure(Reason.NO_FENCE, "the fence has expired", "Raise it again");
    }
    world.reach();
    world.act("renew");
  }

  @Override
  public void admit(Fence.CohortShare cohort) {
    world.reach();
    world.shares.put(cohort.name(), cohort.share());
    String pace =
        switch (cohort.connectionsPerSecond()) {
          case USUAL_PACE -> "";
          case 0 -> " at any pace";
          default -> " at " + cohort.connectionsPerSecond() + "/s";
        };
    world.act("admit " + cohort.name() + " " + cohort.share() + pace);
    world.settle();
  }

  @Override
  public boolean counts() {
    return world.fence.counts;
  }

  @Override
  public List<Client> rejectedClients(int top) {
    world.clients.looks++;
    return world.fence.up && world.fence.counts
        ? world.clients.knocking.stream()
            .map(t -> new Client(t.address(), t.count() * world.clients.looks))
            .toList()
        : List.of();
  }

  @Override
  public List<Client> connectedClients(int top) {
    return List.of();
  }

  @Override
  public void lift() {
    world.reach();
    world.fence.up = world.fence.up && world.fence.stuck;
    world.act("lift");
  }

  @Override
  public Fence.State state() {
    if (world.fence.up && (world.fence.tampered || !world.fence.enforced)) {
      throw new ControlFailure(
          Reason.NOT_ENFORCED, "a fenced address still gets in", "Install a policy engine");
    }
    if (world.fence.up && world.fence.looksUntilUp > 0) {
      world.fence.looksUntilUp--;
      Duration ttl = Duration.ofSeconds(120);
      return new Fence.State(
          false, 2, 0, ttl, 0, "2 API-server pods are recycled one by one", Duration.ZERO);
    }
    long rejected = world.fence.up && !world.fence.relayed ? 900 : 0;
    return new Fence.State(
        world.fence.up, 1, world.fence.up ? 1 : 0, Duration.ofSeconds(120), rejected);
  }
}
