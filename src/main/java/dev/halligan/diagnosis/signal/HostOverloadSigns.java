package dev.halligan.diagnosis.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Signs of overload on the hosts, as far as they are new: memory or CPU that was at its limit in
 * calm times is not a sign. A starting process uses all its CPU too. So after the process was gone,
 * CPU counts only if the process has run for some time and connections pile up. Otherwise the path
 * to it may be cut, or a load balancer in front of it may block clients.
 *
 * @param killed whether there was an OOM kill since shortly before the trouble
 * @param crowded whether connections pile up, or the process died, since the trouble began: this
 *     separates a full accept queue from a cut. Also true if no host counts connections
 * @param queued whether a busy host counted connections piling up, so clients do reach it
 * @param sentences the signs of overload; empty if there are none
 */
public record HostOverloadSigns(
    boolean killed, boolean crowded, boolean queued, List<String> sentences) {

  private static final Duration BEFORE = Duration.ofMinutes(2);
  private static final int FEWEST_AT_CPU_LIMIT = 2;

  /**
   * @param trouble when the last instance went bad
   * @param firstGone when the process was first gone, now if it was not
   * @param slowBefore whether there were slow answers before that
   */
  static HostOverloadSigns of(
      InstanceReports hosts, Instant trouble, Instant firstGone, boolean slowBefore) {
    long kills = hosts.newOomKills(trouble.minus(BEFORE));
    long restarts = hosts.newRestarts(trouble.minus(BEFORE));
    List<String> signs = new ArrayList<>();
    if (kills > 0) {
      signs.add("OOM kills: %d".formatted(kills));
    }
    if (restarts > 0 && slowBefore) {
      signs.add("restarts after slow answers: %d".formatted(restarts));
    }
    boolean piledUp = hosts.connectionsPiledUp(trouble);
    boolean counted = piledUp && hosts.countsConnections();
    var risen = new Risen(hosts, trouble, firstGone, counted);
    if (risen.reports(InstanceReports::atCpuLimit, 0) >= FEWEST_AT_CPU_LIMIT) {
      signs.add("CPU use was at the limit");
    }
    // a heap may be near the limit on purpose: it counts only if it was lower before
    if (risen.reports(InstanceReports::nearMemoryLimit, 1) > 0) {
      signs.add("memory was at 90% of the limit or more");
    }
    boolean died = hosts.newOomKills(trouble) > 0 || hosts.newRestarts(trouble) > 0;
    boolean queued = counted && hosts.since(trouble).atCpuLimit() > 0;
    return new HostOverloadSigns(kills > 0, died || piledUp, queued, List.copyOf(signs));
  }

  /** Compares each host with itself, because one may always be at a limit. */
  private record Risen(InstanceReports hosts, Instant trouble, Instant firstGone, boolean counted) {

    /** Reports at a limit, from hosts that mostly were not at it before the trouble. */
    long reports(ToLongFunction<InstanceReports> atLimit, int fewestCalm) {
      return hosts.each().stream()
          .filter(host -> host.calmUntil(trouble).calm(atLimit, fewestCalm))
          .mapToLong(host -> atLimit.applyAsLong(telling(host)))
          .sum();
    }

    private InstanceReports telling(InstanceReports host) {
      Instant lately = host.now().minus(BEFORE);
      return host.since(firstGone.minus(BEFORE))
          .only(
              one ->
                  one.at().isBefore(firstGone)
                      || (counted
                          && !one.at().isBefore(lately)
                          && host.processAge(one).compareTo(InstanceReports.START) >= 0));
    }
  }
}
