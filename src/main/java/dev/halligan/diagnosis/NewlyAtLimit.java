package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Whether a host was seen calm before a moment and has mostly been at a limit since, and still is.
 * Stricter than {@link HostSigns}, where slow answers say enough by themselves: an observer that
 * has just come knows of no calm, and a short job on a busy host is over after a report or two.
 *
 * @param since when the trouble began
 */
record NewlyAtLimit(HostReports hosts, Instant since) {

  private static final int FEWEST_BEFORE = 3;
  private static final int FEWEST_SINCE = 2;

  /** What is at its limit; empty when nothing is, or always was. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (anyHost(HostReports::atCpuLimit)) {
      sentences.add("its CPU use is at the limit, and was not before");
    }
    if (anyHost(HostReports::nearMemoryLimit)) {
      sentences.add("its memory is at 90 % of the limit or more, and was not before");
    }
    return List.copyOf(sentences);
  }

  private boolean anyHost(ToLongFunction<HostReports> atLimit) {
    return hosts.answered().each().stream()
        .anyMatch(
            host ->
                host.calmUntil(since).calm(atLimit, FEWEST_BEFORE)
                    && risen(host.since(since), atLimit));
  }

  private static boolean risen(HostReports reports, ToLongFunction<HostReports> atLimit) {
    long there = atLimit.applyAsLong(reports);
    return there >= FEWEST_SINCE
        && 2 * there >= reports.count()
        && atLimit.applyAsLong(reports.newest()) > 0;
  }
}
