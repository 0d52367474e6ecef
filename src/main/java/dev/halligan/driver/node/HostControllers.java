package dev.halligan.driver.node;

import dev.halligan.driver.inband.ControllerStop;
import dev.halligan.driver.node.ssh.HalliganNode;
import java.time.Duration;

/** Controller-managers on the control-plane hosts: stopped on every host. */
public record HostControllers(HalliganNodes nodes) implements ControllerStop {

  @Override
  public void stop(Duration ttl) {
    nodes.all(HalliganNodes.doing(n -> n.freeze(ttl)));
  }

  /** On an unreachable host the stop expires. */
  @Override
  public void start() {
    nodes.reached(HalliganNodes.doing(HalliganNode::thaw));
  }

  @Override
  public void tryStart() {
    nodes.ask(HalliganNodes.doing(HalliganNode::restartKubelet));
  }
}
