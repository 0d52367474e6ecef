package dev.halligan.control.pods;

import dev.halligan.control.lifecycle.NodeLifecycle;
import java.time.Duration;

/** A lifecycle whose stop of the controller-manager is never without a keeper. */
public final class KeptLifecycle implements NodeLifecycle {
  private final NodeLifecycle inner;
  private final KeeperJob keeper;

  public KeptLifecycle(NodeLifecycle inner, KeeperJob keeper) {
    this.inner = inner;
    this.keeper = keeper;
  }

  @Override
  public Method choose(boolean adminLaneOpen) {
    return inner.choose(adminLaneOpen);
  }

  @Override
  public void freeze(Method method, Duration ttl) {
    if (method == Method.STOP_CONTROLLER_MANAGER) {
      keeper.ensure();
    }
    inner.freeze(method, ttl);
  }

  @Override
  public void thaw(Method method) {
    inner.thaw(method);
  }

  @Override
  public Freshness freshness() {
    return inner.freshness();
  }
}
