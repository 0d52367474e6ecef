package dev.halligan.driver.inband;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.NodeLifecycle;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps nodes alive by renewing their leases over the admin lane, where no controller-manager can
 * be stopped. Each call renews them once, regardless of the ttl: call again every 10 s.
 */
public final class LeaseOnlyLifecycle implements NodeLifecycle {
  private static final int MOST_NODES = 100;

  private final NodeLeases leases;

  public LeaseOnlyLifecycle(GuardedClient lane, Clock clock) {
    this.leases = new NodeLeases(lane, clock);
  }

  /**
   * Always leases: if they cannot be renewed now, that may work a moment later.
   *
   * @throws ControlFailure UNSUPPORTED for more than 100 nodes
   */
  @Override
  public Method choose(boolean adminLaneOpen) {
    if (adminLaneOpen && !leases.atMost(MOST_NODES)) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          ("the cluster has more than %d nodes, too many to renew their leases, and its"
                  + " controller-manager cannot be stopped from here; nothing was frozen")
              .formatted(MOST_NODES),
          "in the recovered cluster, check that no pods are evicted: `kubectl get events -A"
              + " --field-selector reason=TaintManagerEviction`");
    }
    return Method.RENEW_LEASES;
  }

  /** Renews, regardless of the method. API_CLOSED if the admin lane does not answer. */
  @Override
  public void freeze(Method method, Duration ttl) {
    leases.renew();
  }

  /** The leases are simply no longer renewed. */
  @Override
  public void thaw(Method method) {}

  @Override
  public Freshness freshness() {
    return leases.freshness();
  }
}
