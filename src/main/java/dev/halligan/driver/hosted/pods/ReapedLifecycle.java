package dev.halligan.driver.hosted.pods;

import dev.halligan.control.NodeLifecycle;
import java.time.Duration;

/** A lifecycle that never stops the controller-manager without a reaper. */
public final class ReapedLifecycle implements NodeLifecycle {
  private final NodeLifecycle inner;
  private final ReaperJob reaper;

  public ReapedLifecycle(NodeLifecycle inner, ReaperJob reaper) {
    this.inner = inner;
    this.reaper = reaper;
  }

  @Override
  public Method choose(boolean adminLaneOpen) {
    return inner.choose(adminLaneOpen);
  }

  @Override
  public void freeze(Method method, Duration ttl) {
    if (method == Method.STOP_CONTROLLER_MANAGER) {
      reaper.ensure();
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
