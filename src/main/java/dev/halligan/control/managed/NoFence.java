package dev.halligan.control.managed;

import dev.halligan.control.fence.Fence;
import java.time.Duration;
import java.util.List;

/** In front of a control plane that a provider runs, none can be raised. Sees nobody knock. */
final class NoFence implements Fence {
  private static final State DOWN = new State(false, 0, 0, Duration.ZERO, 0);

  /** UNSUPPORTED. */
  @Override
  public State isolate(Admission admission) {
    throw OutOfReach.no("fence");
  }

  /** UNSUPPORTED. */
  @Override
  public void replaceAdmins(Admission admission) {
    throw OutOfReach.no("fence");
  }

  /** UNSUPPORTED. */
  @Override
  public void renew(Duration ttl) {
    throw OutOfReach.no("fence");
  }

  /** UNSUPPORTED. */
  @Override
  public void admit(CohortShare cohort) {
    throw OutOfReach.no("fence");
  }

  @Override
  public boolean counts() {
    return false;
  }

  @Override
  public List<Talker> talkers(int top) {
    return List.of();
  }

  @Override
  public List<Talker> connections(int top) {
    return List.of();
  }

  @Override
  public void lift() {}

  @Override
  public State state() {
    return DOWN;
  }

  /** They do: nothing is in their way. */
  @Override
  public void verifyAdminPasses() {}
}
