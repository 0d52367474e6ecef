package dev.halligan.control.lifecycle;

import dev.halligan.control.AdminLane;
import dev.halligan.control.node.HalliganNode;
import dev.halligan.control.node.HalliganNodes;
import java.time.Clock;
import java.time.Duration;

/** Where the controller-manager runs on the control-plane hosts: it is stopped on every host. */
public final class NodeHostLifecycle extends LeasesElseStop {
  private final HalliganNodes nodes;

  /** {@code lane}: into the target. */
  public NodeHostLifecycle(HalliganNodes nodes, AdminLane lane, Clock clock) {
    super(lane, clock);
    this.nodes = nodes;
  }

  @Override
  void stop(Duration ttl) {
    nodes.all(HalliganNodes.doing(n -> n.freeze(ttl)));
  }

  /** On a host out of reach the stop ends by itself. */
  @Override
  void start() {
    nodes.reached(HalliganNodes.doing(HalliganNode::thaw));
  }

  @Override
  void tryStart() {
    nodes.ask(HalliganNodes.doing(HalliganNode::wake));
  }
}
