package dev.halligan.control.capacity;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.node.HalliganNode;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Takes growth back host by host, because each shrink restarts an API server. What it remembers is lost
 * with the process; then the next call goes on with the next grown host without waiting for the former.
 */
final class Shrinking {
  private final Set<String> shrunk = new HashSet<>();
  private boolean keptTheirs;
  private HalliganNode restarting;
  private Long startedBefore;

  /** True when all that had grown is back; CONFLICT while one restarts. */
  boolean advance(List<HalliganNode> nodes) {
    awaitRestart();
    for (var node : nodes) {
      var before = node.status();
      var answer = node.shrink();
      keptTheirs |= answer.keptTheirs();
      if (answer.shrunk()) {
        shrunk.add(node.host());
        restarting = node;
        startedBefore = before.apiServer().startedAt();
        if (!node.equals(nodes.getLast())) {
          throw underWay();
        }
      }
    }
    var result = !shrunk.isEmpty() && !keptTheirs;
    forget();
    return result;
  }

  private void awaitRestart() {
    if (restarting == null) {
      return;
    }
    var server = restarting.status().apiServer();
    var restarted = server.running() && !Objects.equals(server.startedAt(), startedBefore);
    if (!restarted || !restarting.accepts()) {
      throw underWay();
    }
    restarting = null;
  }

  private void forget() {
    shrunk.clear();
    keptTheirs = false;
    restarting = null;
  }

  private ControlFailure underWay() {
    return new ControlFailure(
        Reason.CONFLICT,
        "the API server of " + restarting.host() + " restarts with its earlier limits; the next host waits",
        "ask again until every host had its turn");
  }
}
