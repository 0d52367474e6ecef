package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the hosts were at rest before a fence went up, and are now: behind a fence every host is,
 * so what counts is what it said before. What is not known is no rest. Pure.
 *
 * @param from when looking back begins
 * @param fenced when the fence went up
 */
public record HostsAtRest(Instant from, Instant fenced, Instant now) {
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** Where there is no limit: less than any server that drowned was ever seen to use. */
  private static final int RESTING_MILLIS = 500;

  /**
   * What speaks against it; empty when all of them were and are at rest.
   *
   * @param said what hosts said, at any time, in any order
   * @param hosts how many there are at least
   */
  public Optional<String> objection(List<NodeEvidence> said, int hosts) {
    HostReports reports = HostReports.of(said, now).since(from);
    if (reports.byHost().size() < hosts) {
      return Optional.of("not every host has said how it is");
    }
    return reports.byHost().keySet().stream()
        .flatMap(host -> unknown(host, reports).stream())
        .findFirst()
        .or(() -> busy(reports.answered()));
  }

  private Optional<String> unknown(String host, HostReports reports) {
    HostReports one = HostReports.of(reports.byHost().get(host), now);
    NodeEvidence newest = one.byHost().get(host).getLast();
    if (!newest.reachable() || newest.at().plus(FRESH).isBefore(now)) {
      return Optional.of("host " + host + " cannot be asked");
    }
    if (one.until(fenced).answered().count() == 0) {
      return Optional.of("how host " + host + " was before the fence is not known");
    }
    boolean tells =
        newest.cpuMillis().isPresent()
            && newest.oomKills().isPresent()
            && newest.restarts().isPresent();
    return tells
        ? Optional.empty()
        : Optional.of("host " + host + " does not tell its CPU, kills or restarts");
  }

  private Optional<String> busy(HostReports said) {
    if (said.byHost().values().stream().flatMap(List::stream).anyMatch(this::isBusy)) {
      return Optional.of("a host's server was busy, near its limit, or not running");
    }
    return said.newOomKills(from) + said.newRestarts(from) > 0
        ? Optional.of("a host's server was killed or restarted")
        : Optional.empty();
  }

  private boolean isBusy(NodeEvidence one) {
    HostReports alone = HostReports.of(List.of(one), now);
    boolean unlimited = one.cpuLimitMillis().isEmpty();
    return !one.processRunning()
        || alone.atCpuLimit() > 0
        || alone.nearMemoryLimit() > 0
        || unlimited && one.cpuMillis().orElse(0) >= RESTING_MILLIS;
  }
}
