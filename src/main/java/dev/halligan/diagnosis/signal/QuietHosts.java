package dev.halligan.diagnosis.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether the hosts contradict an overload: CPU, connections and kills have all been quiet since it
 * began. A host that does not report its CPU contradicts nothing. A host that is always busy is
 * quiet if it is no busier than usual. Pure.
 */
public enum QuietHosts {
  /** Most hosts have reported since, and each of them is quiet. */
  QUIET,
  /** Hosts answer, but none has reported since. */
  NOT_HEARD_YET,
  /** There are no hosts, they cannot be asked, or one of them is busy. */
  NO_OBJECTION;

  private static final Duration BEFORE = Duration.ofMinutes(2);

  /** Percent of its limit that any server without overload may use. */
  private static final int CALM_PERCENT = 60;

  /** Percent of its limit that no server without overload uses. */
  private static final int FULL_PERCENT = 90;

  /** Allowed CPU above the usual, in thousandths of a core; or a quarter of the usual. */
  private static final int SOME = 250;

  /**
   * @param onset a time when the trouble was certainly present: a report from its very start means
   *     little
   */
  public static QuietHosts since(Instant onset, InstanceReports hosts) {
    List<InstanceReports> heard =
        hosts.answered().each().stream().filter(h -> h.since(onset).count() > 0).toList();
    if (heard.isEmpty()) {
      return hosts.anyHeardLately() ? NOT_HEARD_YET : NO_OBJECTION;
    }
    boolean most = 2 * heard.size() > hosts.byHost().size();
    return most && heard.stream().allMatch(host -> isQuiet(host, onset)) ? QUIET : NO_OBJECTION;
  }

  private static boolean isQuiet(InstanceReports host, Instant onset) {
    InstanceReports since = host.since(onset);
    boolean crowded = host.countsConnections() && host.connectionsPiledUp(onset);
    return !crowded
        && host.newOomKills(onset.minus(BEFORE)) == 0
        && host.newRestarts(onset.minus(BEFORE)) == 0
        && since.nearMemoryLimit() == 0
        && since.all().allMatch(one -> one.processRunning() && one.cpuMillis().isPresent())
        && mostlyCalm(since, host.usualCpuMillis(onset));
  }

  /** A single report may be a burst: each covers a fifth of a second. */
  private static boolean mostlyCalm(InstanceReports host, OptionalInt usual) {
    long busy =
        host.all()
            .filter(one -> !isCalm(one.cpuMillis().orElseThrow(), one.cpuLimitMillis(), usual))
            .count();
    return 2 * busy < host.count();
  }

  /** Compared with the limit and with the usual use. */
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
