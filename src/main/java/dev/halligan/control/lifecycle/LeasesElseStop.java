package dev.halligan.control.lifecycle;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps fenced nodes alive by their leases over the target's admin lane, or else by stopping the
 * controllers that would take them for dead; how those are stopped depends on where they run. One
 * call renews the leases once, whatever the ttl: a node is taken for dead 40 s
 * (node-monitor-grace-period) to 50 s later, so call again every 10 s. The stop lasts ttl.
 */
abstract sealed class LeasesElseStop implements NodeLifecycle
    permits NodeHostLifecycle, HostedLifecycle {
  private static final int NODES_BY_LEASE = 100;

  private final NodeLeases leases;

  LeasesElseStop(AdminLane lane, Clock clock) {
    this.leases = new NodeLeases(lane, clock);
  }

  /** Stops the controllers for {@code ttl}, or prolongs the stop. */
  abstract void stop(Duration ttl);

  /** Ends a stop of ours; nothing when there is none. */
  abstract void start();

  /** The same, but what cannot be done is left: leases keep the nodes alive in any case. */
  abstract void tryStart();

  @Override
  public Method choose(boolean adminLaneOpen) {
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
        tryStart();
      }
      case STOP_CONTROLLER_MANAGER -> stop(ttl);
    }
  }

  /**
   * Leases need no thaw: nobody renews them any more. But from now on all is as before the storm.
   */
  @Override
  public void thaw(Method method) {
    switch (method) {
      case RENEW_LEASES -> tryStart();
      case STOP_CONTROLLER_MANAGER -> start();
    }
  }

  @Override
  public Freshness freshness() {
    return leases.freshness();
  }
}
