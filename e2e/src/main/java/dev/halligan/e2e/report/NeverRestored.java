package dev.halligan.e2e.report;

import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import java.util.List;
import java.util.Optional;

/** Baselines in which the administrator was watched to the end and never served again. */
final class NeverRestored {
  private NeverRestored() {}

  /** {@code never in 180 s}, the shortest time watched since an onset; empty where it happened. */
  static Optional<String> in(FigureName name, List<DrillResult> results) {
    List<DrillResult> never =
        results.stream().filter(result -> name == FigureName.ADMIN_RESTORED && is(result)).toList();
    return never.stream()
        .map(NeverRestored::watched)
        .min(Long::compare)
        .map(seconds -> "never in " + seconds + " s")
        .map(
            words ->
                never.size() < results.size()
                    ? words + " in %d of %d".formatted(never.size(), results.size())
                    : words);
  }

  private static boolean is(DrillResult result) {
    return result.isBaseline()
        && result.isGood()
        && result.marks().containsKey(Mark.ONSET)
        && !result.marks().containsKey(Mark.ADMIN_RESTORED);
  }

  private static long watched(DrillResult result) {
    double last = result.admin().stream().mapToDouble(LaneSample::at).max().orElse(0);
    return Math.round(last - result.marks().get(Mark.ONSET));
  }
}
