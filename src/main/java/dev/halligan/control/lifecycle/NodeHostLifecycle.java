package dev.halligan.control.lifecycle;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.node.HalliganNode;
import dev.halligan.control.node.HalliganNodes;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps fenced nodes alive: by their leases over the admin lane, or by stopping the
 * controller-manager on every control-plane host. One call renews the leases once, whatever the
 * ttl: a node is taken for dead 40 s (node-monitor-grace-period) to 50 s later, so call again every
 * 10 s. The stop lasts ttl.
 */
public final class NodeHostLifecycle implements NodeLifecycle {
  private static final int NODES_BY_LEASE = 100;

  private final HalliganNodes nodes;
  private final NodeLeases leases;

  public NodeHostLifecycle(HalliganNodes nodes, AdminLane lane, Clock clock) {
    this.nodes = nodes;
    this.leases = new NodeLeases(lane, clock);
  }

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
        wakeControllers();
      }
      case STOP_CONTROLLER_MANAGER -> nodes.all(HalliganNodes.doing(n -> n.freeze(ttl)));
    }
  }

  /**
   * Leases need no thaw: nobody renews them any more. But from now on all is as before the storm.
   * On a host out of reach the stop ends by itself.
   */
  @Override
  public void thaw(Method method) {
    switch (method) {
      case RENEW_LEASES -> wakeControllers();
      case STOP_CONTROLLER_MANAGER -> nodes.reached(HalliganNodes.doing(HalliganNode::thaw));
    }
  }

  /** Controllers are to keep running; a host that cannot see to it does not stop the freeze. */
  private void wakeControllers() {
    nodes.ask(HalliganNodes.doing(HalliganNode::wake));
  }

  @Override
  public Freshness freshness() {
    return leases.freshness();
  }
}
