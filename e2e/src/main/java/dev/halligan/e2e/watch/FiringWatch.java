package dev.halligan.e2e.watch;

import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.lab.Shell;
import dev.halligan.e2e.measure.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the offender's processes on the machines themselves, so that nothing has to be believed.
 */
public final class FiringWatch implements AutoCloseable {
  /** What all machines together say, with the moment it became so in seconds since the rollout. */
  public interface Listener {
    void firing(double at, long processes);
  }

  private final List<Shell.Running> running = new ArrayList<>();
  private final Map<String, Long> firing = new ConcurrentHashMap<>();

  /**
   * @param script prints a time and a number of processes on each change, for as long as it runs
   */
  public FiringWatch(List<Node> hosts, String script, Stopwatch watch, Listener listener) {
    for (Node node : hosts) {
      running.add(
          node.follow(script, line -> firing(listener, node, WatchedLine.parse(line, watch))));
    }
  }

  private synchronized void firing(Listener listener, Node node, WatchedLine line) {
    firing.put(node.name(), line.number());
    listener.firing(line.at(), firing.values().stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public void close() {
    running.forEach(Shell.Running::close);
  }
}
