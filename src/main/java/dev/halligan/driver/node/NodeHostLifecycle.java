package dev.halligan.driver.node;

import dev.halligan.control.GuardedClient;
import dev.halligan.driver.inband.LeaseOrStopLifecycle;
import dev.halligan.driver.node.ssh.HalliganNode;
import java.time.Clock;
import java.time.Duration;

/** For controller-managers on the control-plane hosts: stops them on every host. */
public final class NodeHostLifecycle extends LeaseOrStopLifecycle {
  private final HalliganNodes nodes;

  /** {@code lane}: into the target. */
  public NodeHostLifecycle(HalliganNodes nodes, GuardedClient lane, Clock clock) {
    super(lane, clock);
    this.nodes = nodes;
  }

  @Override
  protected void stop(Duration ttl) {
    nodes.all(HalliganNodes.doing(n -> n.freeze(ttl)));
  }

  /** On an unreachable host the stop expires. */
  @Override
  protected void start() {
    nodes.reached(HalliganNodes.doing(HalliganNode::thaw));
  }

  @Override
  protected void tryStart() {
    nodes.ask(HalliganNodes.doing(HalliganNode::restartKubelet));
  }
}
