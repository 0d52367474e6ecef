package dev.halligan.operator;

import dev.halligan.control.node.HalliganNodes.Answer;
import dev.halligan.control.node.HalliganNodes.Got;
import dev.halligan.control.node.HalliganNodes.Missed;
import dev.halligan.control.node.NodeStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Asks the control-plane hosts out of band. */
final class HostEyes {
  private final Supplier<List<Answer<NodeStatus>>> hosts;
  private final HostLog log;
  private final Clock clock;

  HostEyes(Supplier<List<Answer<NodeStatus>>> hosts, HostLog log, Clock clock) {
    this.hosts = hosts;
    this.log = log;
    this.clock = clock;
  }

  /** Asks all hosts; takes seconds when they drown. */
  void look() {
    List<Answer<NodeStatus>> answers = hosts.get();
    Instant now = clock.instant();
    for (Answer<NodeStatus> answer : answers) {
      switch (answer) {
        case Got<NodeStatus>(var node, var status) -> log.answered(node.host(), status, now);
        case Missed<NodeStatus>(var node, var failure) -> log.missed(node.host(), failure, now);
      }
    }
    log.keepOnly(answers.stream().map(a -> a.node().host()).toList());
  }

  HostLog log() {
    return log;
  }
}
