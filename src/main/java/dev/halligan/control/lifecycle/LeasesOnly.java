package dev.halligan.control.lifecycle;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps nodes alive by their leases over the admin lane, where there is no controller-manager to
 * stop. One call renews them once, whatever the ttl: call again every 10 s.
 */
public final class LeasesOnly implements NodeLifecycle {
  private static final int MOST_NODES = 100;

  private final NodeLeases leases;

  public LeasesOnly(AdminLane lane, Clock clock) {
    this.leases = new NodeLeases(lane, clock);
  }

  /**
   * Always by leases: what cannot be renewed now may be a moment later.
   *
   * @throws ControlFailure UNSUPPORTED for more than 100 nodes
   */
  @Override
  public Method choose(boolean adminLaneOpen) {
    if (adminLaneOpen && !leases.atMost(MOST_NODES)) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          "there are more than %d nodes, too many to renew their leases for them, and their controller-manager is out of reach; nothing was frozen"
              .formatted(MOST_NODES),
          "see that no pods are evicted (kubectl get events -A --field-selector reason=TaintManagerEviction)");
    }
    return Method.RENEW_LEASES;
  }

  /** Renews, whatever the method. API_CLOSED when the admin lane does not answer. */
  @Override
  public void freeze(Method method, Duration ttl) {
    leases.renew();
  }

  /** Nobody renews them any more. */
  @Override
  public void thaw(Method method) {}

  @Override
  public Freshness freshness() {
    return leases.freshness();
  }
}
