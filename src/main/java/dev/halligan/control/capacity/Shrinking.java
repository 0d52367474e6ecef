package dev.halligan.control.capacity;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.node.HalliganNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Takes growth back host by host where that restarts the API server. What it remembers is lost with
 * the process; then the next call goes on with the next grown host without waiting for the former.
 */
final class Shrinking {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private record Restart(HalliganNode node, Long startedBefore, Instant since) {}

  private final Clock clock;
  private boolean anyShrunk;
  private boolean keptTheirs;
  private Restart restart;

  Shrinking(Clock clock) {
    this.clock = clock;
  }

  /** True when all that had grown is back; CONFLICT while one restarts and others wait. */
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
    if (clock.instant().isAfter(waiting.since().plus(PATIENCE))) {
      return true;
    }
    var server = waiting.node().status().apiServer();
    var restarted = server.runs() && !Objects.equals(server.startedAt(), waiting.startedBefore());
    return restarted && waiting.node().accepts();
  }

  private ControlFailure underWay() {
    return new ControlFailure(
        Reason.CONFLICT,
        "the API server of "
            + restart.node().host()
            + " restarts with its earlier limits; other hosts wait",
        "ask again until every host had its turn");
  }
}
