package dev.halligan.e2e.watch;

import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.lab.Shell;
import dev.halligan.e2e.measure.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at the control-plane nodes themselves, so that nothing has to be believed. */
public final class NodeFenceWatch implements AutoCloseable {
  /**
   * Prints {@code <epoch second> up|down PACKETS} whenever it changes: the fence, and what it
   * refused of the address that this script's reader has on the nodes' network, their default
   * gateway.
   */
  private static final String FENCE =
      """
      last= admin=$(ip -4 route show default | awk '{print $3; exit}')
      while read -rt 0.2 _ || [ $? -gt 128 ]; do
        case $(nft list set inet halligan armed 2>/dev/null) in *elements*) now=up ;; *) now=down ;; esac
        refused=$(nft list set inet halligan clients4 2>/dev/null | tr ',{' '\n\n' |
          awk -v a="$admin" '$1 == a {for (i = 2; i < NF; i++) if ($i == "packets") n = $(i + 1)} END {print n + 0}')
        if [ "$now $refused" != "$last" ]; then echo "$EPOCHREALTIME $now $refused"; last="$now $refused"; fi
      done
      """;

  private final List<Shell.Running> running = new ArrayList<>();
  private final Map<String, Boolean> fences = new ConcurrentHashMap<>();
  private final Map<String, Long> refused = new ConcurrentHashMap<>();
  private final int hosts;

  public NodeFenceWatch(List<Node> controlPlane, Stopwatch watch, FenceListener listener) {
    this.hosts = controlPlane.size();
    for (Node node : controlPlane) {
      running.add(
          node.follow(FENCE, line -> fence(listener, node, WatchedLine.parse(line, watch))));
    }
  }

  private synchronized void fence(FenceListener listener, Node node, WatchedLine line) {
    fences.put(node.name(), line.text().equals("up"));
    refused.merge(node.name(), line.number(), Math::max);
    boolean nowhere = fences.values().stream().noneMatch(up -> up);
    boolean everywhere = fences.size() == hosts && fences.values().stream().allMatch(up -> up);
    listener.fence(line.at(), everywhere, nowhere);
    listener.adminRefused(refused.values().stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public void close() {
    running.forEach(Shell.Running::close);
  }
}
