package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the hosts said of their API servers in the last ten minutes, per host, oldest first. */
record HostReports(Map<String, List<NodeEvidence>> byHost, Instant now) {

  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final Duration FRESH = Duration.ofMinutes(1);

  static HostReports of(List<NodeEvidence> nodes, Instant now) {
    return new HostReports(
        nodes.stream()
            .filter(one -> !one.at().isAfter(now) && one.at().isAfter(now.minus(MEMORY)))
            .sorted(Comparator.comparing(NodeEvidence::at))
            .collect(Collectors.groupingBy(NodeEvidence::host, TreeMap::new, Collectors.toList())),
        now);
  }

  /** Whether the newest report of any host, if fresh, says that it can be reached. */
  boolean anyReachable() {
    return byHost.values().stream()
        .map(List::getLast)
        .anyMatch(one -> one.reachable() && one.at().isAfter(now.minus(FRESH)));
  }

  /** OOM kills that were added while we watched, over all hosts. */
  long newOomKills() {
    return grown(NodeEvidence::oomKills);
  }

  /** Restarts that were added while we watched, over all hosts. */
  long newRestarts() {
    return grown(NodeEvidence::restarts);
  }

  /** Reports between two moments in which the CPU use was at its limit, over all hosts. */
  long atCpuLimit(Instant from, Instant to, int percent) {
    return between(from, to).stream()
        .filter(one -> reaches(one.cpuMillis(), one.cpuLimitMillis(), percent))
        .count();
  }

  /** Reports between two moments in which the memory was near its limit, over all hosts. */
  long nearMemoryLimit(Instant from, Instant to, int percent) {
    return between(from, to).stream()
        .filter(one -> reaches(one.memoryBytes(), one.memoryLimitBytes(), percent))
        .count();
  }

  private List<NodeEvidence> between(Instant from, Instant to) {
    return byHost.values().stream()
        .flatMap(List::stream)
        .filter(one -> !one.at().isBefore(from) && !one.at().isAfter(to))
        .toList();
  }

  private long grown(Function<NodeEvidence, OptionalLong> counter) {
    return byHost.values().stream().mapToLong(reports -> grown(reports, counter)).sum();
  }

  private static long grown(
      List<NodeEvidence> reports, Function<NodeEvidence, OptionalLong> counter) {
    long[] values = reports.stream().map(counter).flatMapToLong(OptionalLong::stream).toArray();
    long grown = 0;
    for (int i = 1; i < values.length; i++) {
      grown += Math.max(0, values[i] - values[i - 1]);
    }
    return grown;
  }

  private static boolean reaches(OptionalInt value, OptionalInt limit, int percent) {
    return value.isPresent()
        && limit.isPresent()
        && limit.getAsInt() > 0
        && 100L * value.getAsInt() >= (long) percent * limit.getAsInt();
  }

  private static boolean reaches(OptionalLong value, OptionalLong limit, int percent) {
    return value.isPresent()
        && limit.isPresent()
        && limit.getAsLong() > 0
        && value.getAsLong() >= limit.getAsLong() / 100.0 * percent;
  }
}
