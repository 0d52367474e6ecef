package dev.halligan.driver.inband;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.NodeLifecycle;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps fenced nodes alive by renewing their leases over the target's admin lane, or by stopping
 * the controllers that would declare them dead; how depends on where those run. Each call renews
 * the leases once, regardless of the ttl: a node is declared dead 40 s (node-monitor-grace-period)
 * to 50 s later, so call again every 10 s. The stop lasts for the ttl.
 */
public abstract class LeaseOrStopLifecycle implements NodeLifecycle {
  private static final int NODES_BY_LEASE = 100;

  private final NodeLeases leases;

  /** {@code lane}: into the target. */
  protected LeaseOrStopLifecycle(GuardedClient lane, Clock clock) {
    this.leases = new NodeLeases(lane, clock);
  }

  /** Stops the controllers for {@code ttl}, or extends the stop. */
  protected abstract void stop(Duration ttl);

  /** Ends a stop of ours; does nothing if there is none. */
  protected abstract void start();

  /** The same, but ignores failures: leases keep the nodes alive in any case. */
  protected abstract void tryStart();

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

  /** Leases need no thaw: they are simply no longer renewed. But the controllers must run again. */
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
