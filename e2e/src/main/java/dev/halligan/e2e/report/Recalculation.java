package dev.halligan.e2e.report;

import dev.halligan.e2e.measure.LaneMarks;
import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A kept result by today's rules: its marks and figures are worked out of its samples again, so
 * that old and new drills can stand in one table.
 */
final class Recalculation {
  /** What no sample tells: it stays as it was counted. */
  private static final Set<FigureName> COUNTED =
      Set.of(FigureName.EVICTIONS, FigureName.ADMIN_REFUSED, FigureName.AVAILABILITY);

  private Recalculation() {}

  static DrillResult of(DrillResult kept) {
    Recording recording = recording(kept);
    LaneMarks.settle(recording, kept.isBaseline());
    Map<String, Double> figures = new TreeMap<>(Figures.ofSamples(recording, end(kept)));
    for (FigureName name : COUNTED) {
      Optional.ofNullable(kept.figures().get(name.key()))
          .filter(_ -> name != FigureName.EVICTIONS || wereEvictionsCounted(kept))
          .ifPresent(value -> figures.put(name.key(), value));
    }
    return kept.with(recording.marks(), figures);
  }

  /** Before they were listed, a baseline's were not counted but written down as zero. */
  private static boolean wereEvictionsCounted(DrillResult kept) {
    return !kept.isBaseline() || kept.evictions() != null;
  }

  private static double end(DrillResult kept) {
    double lastSent = kept.admin().stream().mapToDouble(LaneSample::at).max().orElse(0);
    return Optional.ofNullable(kept.end()).orElse(Math.nextUp(lastSent));
  }

  private static Recording recording(DrillResult kept) {
    var recording = new Recording();
    kept.marks().forEach((Mark mark, Double at) -> recording.remark(mark, at));
    kept.admin().forEach(recording::admin);
    kept.ordinary().forEach(recording::ordinary);
    kept.operatorMemory().forEach(recording::memory);
    return recording;
  }
}
