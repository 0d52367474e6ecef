package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the hosts say of overload, as far as it is new: a server whose memory or CPU was at its
 * limit while all was calm is not ill for that. A process that is starting uses all its CPU too, so
 * after it was gone that counts only of one that was there for some time, and at which connections
 * pile up: else the way to it may be cut, or whoever stands before it may not let anybody through.
 *
 * @param killed whether the kernel killed for memory since shortly before the trouble
 * @param crowded whether connections pile up, or the process died, since the trouble began: what
 *     tells a full accept queue from a cut. True also when no host counts connections
 * @param queued whether a busy host counted them piling up: somebody reaches it
 * @param sentences what speaks for overload; empty when nothing does
 */
record HostSigns(boolean killed, boolean crowded, boolean queued, List<String> sentences) {

  private static final Duration BEFORE = Duration.ofMinutes(2);
  private static final int FEWEST_AT_CPU_LIMIT = 2;

  /**
   * @param trouble when the last instance went bad
   * @param firstGone when the process was gone first, now when it was not
   * @param slowBefore whether there were slow answers before that
   */
  static HostSigns of(HostReports hosts, Instant trouble, Instant firstGone, boolean slowBefore) {
    long kills = hosts.newOomKills(trouble.minus(BEFORE));
    long restarts = hosts.newRestarts(trouble.minus(BEFORE));
    List<String> signs = new ArrayList<>();
    if (kills > 0) {
      signs.add("kills for memory by the kernel: %d".formatted(kills));
    }
    if (restarts > 0 && slowBefore) {
      signs.add("restarts after slow answers: %d".formatted(restarts));
    }
    boolean piledUp = hosts.connectionsPiledUp(trouble);
    boolean counted = piledUp && hosts.countsConnections();
    var risen = new Risen(hosts, trouble, firstGone, counted);
    if (risen.reports(HostReports::atCpuLimit, 0) >= FEWEST_AT_CPU_LIMIT) {
      signs.add("its CPU use was at the limit");
    }
    // a heap may be kept near the limit on purpose: only one that was seen lower has grown
    if (risen.reports(HostReports::nearMemoryLimit, 1) > 0) {
      signs.add("its memory was at 90 % of the limit or more");
    }
    boolean died = hosts.newOomKills(trouble) > 0 || hosts.newRestarts(trouble) > 0;
    boolean queued = counted && hosts.since(trouble).atCpuLimit() > 0;
    return new HostSigns(kills > 0, died || piledUp, queued, List.copyOf(signs));
  }

  /** Each host is compared with itself: one may always be at a limit. */
  private record Risen(HostReports hosts, Instant trouble, Instant firstGone, boolean counted) {

    /** Reports at a limit, of the hosts that before the trouble mostly were not. */
    long reports(ToLongFunction<HostReports> atLimit, int fewestCalm) {
      return hosts.each().stream()
          .filter(host -> host.calmUntil(trouble).calm(atLimit, fewestCalm))
          .mapToLong(host -> atLimit.applyAsLong(telling(host)))
          .sum();
    }

    private HostReports telling(HostReports host) {
      Instant lately = host.now().minus(BEFORE);
      return host.since(firstGone.minus(BEFORE))
          .only(
              one ->
                  one.at().isBefore(firstGone)
                      || (counted
                          && !one.at().isBefore(lately)
                          && host.processAge(one).compareTo(WarmingUp.GRACE) >= 0));
    }
  }
}
