package dev.halligan.driver.managed;

import dev.halligan.control.Fence;
import java.time.Duration;
import java.util.List;

/** No fence can be raised in front of a managed control plane. Reports no clients. */
final class NoFence implements Fence {
  private static final State DOWN = new State(false, 0, 0, Duration.ZERO, 0);

  /** UNSUPPORTED. */
  @Override
  public State isolate(Admission admission) {
    throw UnsupportedWhenManaged.no("fence");
  }

  /** UNSUPPORTED. */
  @Override
  public void replaceAdmins(Admission admission) {
    throw UnsupportedWhenManaged.no("fence");
  }

  /** UNSUPPORTED. */
  @Override
  public void renew(Duration ttl) {
    throw UnsupportedWhenManaged.no("fence");
  }

  /** UNSUPPORTED. */
  @Override
  public void admit(CohortShare cohort) {
    throw UnsupportedWhenManaged.no("fence");
  }

  @Override
  public boolean counts() {
    return false;
  }

  @Override
  public List<Client> rejectedClients(int top) {
    return List.of();
  }

  @Override
  public List<Client> connectedClients(int top) {
    return List.of();
  }

  @Override
  public void lift() {}

  @Override
  public State state() {
    return DOWN;
  }

  /** They always pass: there is no fence. */
  @Override
  public void verifyAdminPasses() {}
}
