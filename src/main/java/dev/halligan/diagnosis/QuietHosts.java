package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Whether the hosts object to an overload: CPU, connections and kills all quiet since it began. A
 * host that does not count its CPU objects to nothing. Pure.
 */
enum QuietHosts {
  /** Most hosts have been heard since, and each of them is quiet. */
  QUIET,
  /** Hosts answer, but none has been heard since. */
  NOT_HEARD_YET,
  /** There are no hosts, they cannot be asked, or one of them is busy. */
  NO_OBJECTION;

  private static final Duration BEFORE = Duration.ofMinutes(2);

  private static final int BUSY_PERCENT = 60;

  /** What a server without a limit may use beyond its usual, in thousandths of a core. */
  private static final int SOME = 250;

  /**
   * @param onset when the trouble was surely there: a report of the very moment in which it began
   *     says little
   */
  static QuietHosts since(Instant onset, HostReports hosts) {
    List<HostReports> heard =
        hosts.answered().each().stream().filter(h -> h.since(onset).count() > 0).toList();
    if (heard.isEmpty()) {
      return hosts.anyReachable() ? NOT_HEARD_YET : NO_OBJECTION;
    }
    boolean most = 2 * heard.size() > hosts.byHost().size();
    return most && heard.stream().allMatch(host -> isQuiet(host, onset)) ? QUIET : NO_OBJECTION;
  }

  private static boolean isQuiet(HostReports host, Instant onset) {
    boolean crowded = host.countsConnections() && host.connectionsPiledUp(onset);
    return !crowded
        && host.newOomKills(onset.minus(BEFORE)) == 0
        && host.newRestarts(onset.minus(BEFORE)) == 0
        && host.since(onset).nearMemoryLimit() == 0
        && host.since(onset).all().allMatch(runsCalmly(host.usualCpuMillis(onset)));
  }

  private static Predicate<NodeEvidence> runsCalmly(OptionalInt usual) {
    return one ->
        one.processRunning()
            && one.cpuMillis().isPresent()
            && isCalm(one.cpuMillis().getAsInt(), one.cpuLimitMillis(), usual);
  }

  /** Measured by the limit; where there is none, by what the server used before. */
  private static boolean isCalm(int cpu, OptionalInt limit, OptionalInt usual) {
    if (limit.isPresent()) {
      return 100L * cpu < (long) BUSY_PERCENT * limit.getAsInt();
    }
    return usual.isPresent() && cpu <= usual.getAsInt() + Math.max(SOME, usual.getAsInt() / 2);
  }
}
