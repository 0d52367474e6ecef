package dev.halligan.recovery.fake;

import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the host says of itself every ten seconds, from five minutes before the onset. Windows count
 * in seconds from the onset; null: never.
 *
 * @param atCpuLimit when its API server was at its CPU limit
 * @param unreachable when it could not be asked
 * @param missing of when there is no report at all
 */
public record HostReports(Window atCpuLimit, Window unreachable, Window missing) {
  private static final int FIRST = -300;
  private static final int INTERVAL = 10;

  /** From (included) to (excluded); null: open. */
  public record Window(Integer from, Integer to) {
    boolean contains(int second) {
      return (from == null || second >= from) && (to == null || second < to);
    }
  }

  List<NodeEvidence> until(Instant now) {
    return Stream.iterate(FIRST, second -> !at(second).isAfter(now), second -> second + INTERVAL)
        .filter(second -> !within(missing, second))
        .map(this::report)
        .toList();
  }

  private NodeEvidence report(int second) {
    boolean reachable = !within(unreachable, second);
    return NodeEvidenceBuilder.builder()
        .at(at(second))
        .host("10.89.0.6")
        .reachable(reachable)
        .processRunning(reachable)
        .cpuMillis(OptionalInt.of(within(atCpuLimit, second) ? 598 : 80))
        .cpuLimitMillis(OptionalInt.of(600))
        .memoryBytes(OptionalLong.of(300L << 20))
        .memoryLimitBytes(OptionalLong.of(1L << 30))
        .oomKills(OptionalLong.of(2))
        .restarts(OptionalLong.of(1))
        .connections(OptionalInt.of(40))
        .build();
  }

  private static boolean within(Window window, int second) {
    return window != null && window.contains(second);
  }

  private static Instant at(int second) {
    return FakeCluster.ONSET.plusSeconds(second);
  }
}
