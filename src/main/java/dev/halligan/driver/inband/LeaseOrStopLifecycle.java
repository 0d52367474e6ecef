package dev.halligan.driver.inband;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.NodeLifecycle;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps fenced nodes alive by renewing their leases over the target's admin lane, or by stopping
 * the controllers that would declare them dead. Each call renews the leases once, regardless of the
 * ttl: a node is declared dead 40 s (node-monitor-grace-period) to 50 s later, so call again every
 * 10 s. The stop lasts for the ttl.
 */
public final class LeaseOrStopLifecycle implements NodeLifecycle {
  private static final int NODES_BY_LEASE = 100;

  private final NodeLeases leases;
  private final ControllerStop controllers;

  /** {@code lane}: into the target. */
  public LeaseOrStopLifecycle(GuardedClient lane, ControllerStop controllers, Clock clock) {
    this.leases = new NodeLeases(lane, clock);
    this.controllers = controllers;
  }

  /**
   * Without controllers to stop, leases are the only method; in large clusters they take longer.
   */
  @Override
  public Method choose(boolean adminLaneOpen) {
    if (!controllers.isPossible()) {
      return Method.RENEW_LEASES;
    }
    try {
      return adminLaneOpen && leases.atMost(NODES_BY_LEASE)
          ? Method.RENEW_LEASES
          : Method.STOP_CONTROLLER_MANAGER;
    } catch (ControlFailure e) {
      return Method.STOP_CONTROLLER_MANAGER;
    }
  }

  @Override
  public void freeze(Method method, Duration ttl) {
    switch (method) {
      case RENEW_LEASES -> {
        leases.renew();
        controllers.tryStart();
      }
      case STOP_CONTROLLER_MANAGER -> controllers.stop(ttl);
    }
  }

  /** Leases need no thaw: they are simply no longer renewed. But the controllers must run again. */
  @Override
  public void thaw(Method method) {
    switch (method) {
      case RENEW_LEASES -> controllers.tryStart();
      case STOP_CONTROLLER_MANAGER -> controllers.start();
    }
  }

  @Override
  public Freshness freshness() {
    return leases.freshness();
  }
}
