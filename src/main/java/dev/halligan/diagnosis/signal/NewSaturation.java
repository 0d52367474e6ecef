package dev.halligan.diagnosis.signal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Whether a host was calm before a time, has mostly been at a limit since, and still is. Stricter
 * than {@link HostOverloadSigns}, where slow answers prove enough: a new observer has seen no calm,
 * and a short job on a busy host ends after a report or two.
 *
 * @param since when the trouble began
 */
public record NewSaturation(InstanceReports hosts, Instant since) {

  private static final int FEWEST_BEFORE = 3;
  private static final int FEWEST_SINCE = 2;

  /** What is at its limit; empty if nothing is, or if it always was. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (anyHost(InstanceReports::atCpuLimit)) {
      sentences.add("CPU use is at the limit and was not before");
    }
    if (anyHost(InstanceReports::nearMemoryLimit)) {
      sentences.add("memory is at 90% of the limit or more and was not before");
    }
    return List.copyOf(sentences);
  }

  private boolean anyHost(ToLongFunction<InstanceReports> atLimit) {
    return hosts.answered().each().stream()
        .anyMatch(
            host ->
                host.calmUntil(since).calm(atLimit, FEWEST_BEFORE)
                    && risen(host.since(since), atLimit));
  }

  private static boolean risen(InstanceReports reports, ToLongFunction<InstanceReports> atLimit) {
    long there = atLimit.applyAsLong(reports);
    return there >= FEWEST_SINCE
        && 2 * there >= reports.count()
        && atLimit.applyAsLong(reports.newest()) > 0;
  }
}
