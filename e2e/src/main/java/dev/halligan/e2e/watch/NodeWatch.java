package dev.halligan.e2e.watch;

import dev.halligan.e2e.cast.Cast;
import dev.halligan.e2e.lab.Cluster;
import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.lab.Shell;
import dev.halligan.e2e.measure.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Looks at the nodes themselves, so that nothing has to be believed: is a fence armed, is the
 * offender firing.
 */
public final class NodeWatch implements AutoCloseable {
  /** What all hosts together say, with the moment it became so in seconds since the rollout. */
  public interface Listener {
    void fence(double at, boolean everywhere, boolean nowhere);

    void firing(double at, long processes);

    /** Packets of the administrator's address that fences have refused so far. */
    void adminRefused(long packets);
  }

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
        refused=$(nft list set inet halligan talkers4 2>/dev/null | tr ',{' '\n\n' |
          awk -v a="$admin" '$1 == a {for (i = 2; i < NF; i++) if ($i == "packets") n = $(i + 1)} END {print n + 0}')
        if [ "$now $refused" != "$last" ]; then echo "$EPOCHREALTIME $now $refused"; last="$now $refused"; fi
      done
      """;

  private final List<Shell.Running> running = new ArrayList<>();
  private final Map<String, Boolean> fences = new ConcurrentHashMap<>();
  private final Map<String, Long> firing = new ConcurrentHashMap<>();
  private final Map<String, Long> refused = new ConcurrentHashMap<>();
  private final int hosts;

  public NodeWatch(Cluster target, Stopwatch watch, Listener listener) {
    this.hosts = target.controlPlane().size();
    for (Node node : target.controlPlane()) {
      running.add(
          node.follow(FENCE, line -> parse(line, watch, words -> fence(listener, node, words))));
    }
    for (Node node : target.workers()) {
      running.add(
          node.follow(
              Cast.firingScript(),
              line -> parse(line, watch, words -> firing(listener, node, words))));
    }
  }

  private synchronized void fence(Listener listener, Node node, Words words) {
    fences.put(node.name(), words.text().equals("up"));
    refused.merge(node.name(), words.number(), Math::max);
    boolean nowhere = fences.values().stream().noneMatch(up -> up);
    boolean everywhere = fences.size() == hosts && fences.values().stream().allMatch(up -> up);
    listener.fence(words.at(), everywhere, nowhere);
    listener.adminRefused(refused.values().stream().mapToLong(Long::longValue).sum());
  }

  private synchronized void firing(Listener listener, Node node, Words words) {
    firing.put(node.name(), words.number());
    listener.firing(words.at(), firing.values().stream().mapToLong(Long::longValue).sum());
  }

  /** A line {@code <epoch second> [text] number}. */
  private record Words(double at, String text, long number) {}

  private static void parse(String line, Stopwatch watch, Consumer<Words> then) {
    String[] words = line.strip().split(" ");
    double at = watch.atEpochSecond(Double.parseDouble(words[0]));
    then.accept(new Words(at, words[1], Long.parseLong(words[words.length - 1])));
  }

  @Override
  public void close() {
    running.forEach(Shell.Running::close);
  }
}
