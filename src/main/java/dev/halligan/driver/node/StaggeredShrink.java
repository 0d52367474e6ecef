package dev.halligan.driver.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.node.ssh.HalliganNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Reverts growth host by host where that restarts the API server. Its state is lost with the
 * process; then the next call continues with the next grown host without waiting for the previous
 * one.
 */
final class StaggeredShrink {
  private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(90);

  private record Restart(HalliganNode node, Long startedBefore, Instant since) {}

  private final Clock clock;
  private boolean anyShrunk;
  private boolean keptTheirs;
  private Restart restart;

  StaggeredShrink(Clock clock) {
    this.clock = clock;
  }

  /** True once all grown hosts are reverted; CONFLICT while one restarts and others wait. */
  boolean advance(List<HalliganNode> nodes) {
    if (restart != null && !isOver(restart)) {
      throw underWay();
    }
    for (var node : nodes) {
      shrink(node);
      if (restart != null && restart.node().equals(node) && !node.equals(nodes.getLast())) {
        throw underWay();
      }
    }
    var result = anyShrunk && !keptTheirs;
    anyShrunk = false;
    keptTheirs = false;
    restart = null;
    return result;
  }

  private void shrink(HalliganNode node) {
    var startedBefore = node.status().apiServer().startedAt();
    var answer = node.shrink();
    anyShrunk |= answer.shrunk();
    keptTheirs |= answer.keptTheirs();
    if (answer.restarts()) {
      restart = new Restart(node, startedBefore, clock.instant());
    } else if (restart != null && restart.node().equals(node)) {
      restart = null;
    }
  }

  private boolean isOver(Restart waiting) {
    if (clock.instant().isAfter(waiting.since().plus(RESTART_TIMEOUT))) {
      return true;
    }
    var server = waiting.node().status().apiServer();
    var restarted = server.runs() && !Objects.equals(server.startedAt(), waiting.startedBefore());
    return restarted && waiting.node().accepts();
  }

  private ControlFailure underWay() {
    return new ControlFailure(
        Reason.CONFLICT,
        "the API server on "
            + restart.node().host()
            + " is restarting with its earlier limits; the other hosts wait",
        "retry until every host has had its turn");
  }
}
