package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether the hosts object to an overload: CPU, connections and kills all quiet since it began. A
 * host that does not count its CPU objects to nothing; one that is always busy is quiet when it is
 * no busier than usual. Pure.
 */
enum QuietHosts {
  /** Most hosts have been heard since, and each of them is quiet. */
  QUIET,
  /** Hosts answer, but none has been heard since. */
  NOT_HEARD_YET,
  /** There are no hosts, they cannot be asked, or one of them is busy. */
  NO_OBJECTION;

  private static final Duration BEFORE = Duration.ofMinutes(2);

  /** Of its limit: what any server may use that is not overloaded. */
  private static final int CALM_PERCENT = 60;

  /** Of its limit: what no server uses that is not overloaded. */
  private static final int FULL_PERCENT = 90;

  /** What a server may use beyond its usual, in thousandths of a core, or a quarter of that. */
  private static final int SOME = 250;

  /**
   * @param onset when the trouble was surely there: a report of the very moment in which it began
   *     says little
   */
  static QuietHosts since(Instant onset, HostReports hosts) {
    List<HostReports> heard =
        hosts.answered().each().stream().filter(h -> h.since(onset).count() > 0).toList();
    if (heard.isEmpty()) {
      return hosts.anyHeardLately() ? NOT_HEARD_YET : NO_OBJECTION;
    }
    boolean most = 2 * heard.size() > hosts.byHost().size();
    return most && heard.stream().allMatch(host -> isQuiet(host, onset)) ? QUIET : NO_OBJECTION;
  }

  private static boolean isQuiet(HostReports host, Instant onset) {
    HostReports since = host.since(onset);
    boolean crowded = host.countsConnections() && host.connectionsPiledUp(onset);
    return !crowded
        && host.newOomKills(onset.minus(BEFORE)) == 0
        && host.newRestarts(onset.minus(BEFORE)) == 0
        && since.nearMemoryLimit() == 0
        && since.all().allMatch(one -> one.processRunning() && one.cpuMillis().isPresent())
        && mostlyCalm(since, host.usualCpuMillis(onset));
  }

  /** One report in a few may be a burst: each is a fifth of a second. */
  private static boolean mostlyCalm(HostReports host, OptionalInt usual) {
    long busy =
        host.all()
            .filter(one -> !isCalm(one.cpuMillis().orElseThrow(), one.cpuLimitMillis(), usual))
            .count();
    return 2 * busy < host.count();
  }

  /** Measured by the limit, and by what the server used before. */
  private static boolean isCalm(int cpu, OptionalInt limit, OptionalInt usual) {
    boolean asUsual =
        usual.isPresent() && cpu <= usual.getAsInt() + Math.max(SOME, usual.getAsInt() / 4);
    return limit.isPresent()
        ? isBelow(CALM_PERCENT, cpu, limit.getAsInt())
            || asUsual && isBelow(FULL_PERCENT, cpu, limit.getAsInt())
        : asUsual;
  }

  private static boolean isBelow(int percent, int cpu, int limit) {
    return 100L * cpu < (long) percent * limit;
  }
}
