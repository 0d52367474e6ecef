package dev.halligan.diagnosis.signal;

import dev.halligan.diagnosis.NodeEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the hosts were idle before a fence went up, and are now. Behind a fence every host is
 * idle, so the reports from before count. Unknown is not idle. Pure.
 *
 * @param from the start of the period to check
 * @param fenced when the fence went up
 */
public record HostsAtRest(Instant from, Instant fenced, Instant now) {
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** Where there is no limit: less than any overloaded server was ever seen to use. */
  private static final int RESTING_MILLIS = 500;

  /**
   * Why they do not count as idle; empty if all of them were and are.
   *
   * @param said reports of the hosts, from any time, in any order
   * @param hosts the minimum number of hosts
   */
  public Optional<String> objection(List<NodeEvidence> said, int hosts) {
    InstanceReports reports = InstanceReports.of(said, now).since(from);
    if (reports.byHost().size() < hosts) {
      return Optional.of("not every host has reported");
    }
    return reports.byHost().keySet().stream()
        .flatMap(host -> unknown(host, reports).stream())
        .findFirst()
        .or(() -> busy(reports.answered()));
  }

  private Optional<String> unknown(String host, InstanceReports reports) {
    InstanceReports one = InstanceReports.of(reports.byHost().get(host), now);
    NodeEvidence newest = one.byHost().get(host).getLast();
    if (!newest.reachable() || newest.at().plus(FRESH).isBefore(now)) {
      return Optional.of("host " + host + " has no current report");
    }
    if (one.until(fenced).answered().count() == 0) {
      return Optional.of("host " + host + " has no report from before the fence");
    }
    boolean tells =
        newest.cpuMillis().isPresent()
            && newest.oomKills().isPresent()
            && newest.restarts().isPresent();
    return tells
        ? Optional.empty()
        : Optional.of("host " + host + " does not report CPU, OOM kills or restarts");
  }

  private Optional<String> busy(InstanceReports said) {
    if (said.byHost().values().stream().flatMap(List::stream).anyMatch(this::isBusy)) {
      return Optional.of("an API server was busy, near its limit, or not running");
    }
    return said.newOomKills(from) + said.newRestarts(from) > 0
        ? Optional.of("an API server was OOM-killed or restarted")
        : Optional.empty();
  }

  private boolean isBusy(NodeEvidence one) {
    InstanceReports alone = InstanceReports.of(List.of(one), now);
    boolean unlimited = one.cpuLimitMillis().isEmpty();
    return !one.processRunning()
        || alone.atCpuLimit() > 0
        || alone.nearMemoryLimit() > 0
        || unlimited && one.cpuMillis().orElse(0) >= RESTING_MILLIS;
  }
}
