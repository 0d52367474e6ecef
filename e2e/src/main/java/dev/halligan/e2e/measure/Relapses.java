package dev.halligan.e2e.measure;

import java.util.List;
import java.util.OptionalLong;

/**
 * A second collapse: once served again, more than half of the ordinary lane's requests take longer
 * than one second, or fail, for five seconds. The p99 of a window of a dozen requests is its
 * slowest one, so two slow answers would be a relapse by it.
 */
public final class Relapses {
  private static final int HALF = 50;

  private Relapses() {}

  /**
   * Onsets after the first readmission of the watched client; the fence's own refusals before it
   * are none. Empty where it was never readmitted: then there is nothing to fall back from.
   */
  public static OptionalLong count(Recording recording) {
    double fenceGone = recording.at(Mark.FENCE_GONE).orElse(Double.POSITIVE_INFINITY);
    List<LaneSample> admitted =
        recording.ordinary().stream()
            .filter(sample -> sample.at() >= fenceGone || !sample.outcome().equals("refused"))
            .toList();
    return recording
        .at(Mark.READMITTED)
        .map(from -> OptionalLong.of(after(admitted, from)))
        .orElse(OptionalLong.empty());
  }

  private static long after(List<LaneSample> ordinary, double from) {
    long relapses = 0;
    double next = from;
    while (true) {
      double start = next;
      var onset =
          Onset.find(ordinary.stream().filter(sample -> sample.at() >= start).toList(), HALF);
      if (onset.isEmpty()) {
        return relapses;
      }
      relapses++;
      var back = Lanes.restored(ordinary, onset.getAsDouble());
      if (back.isEmpty()) {
        return relapses;
      }
      next = back.getAsDouble();
    }
  }
}
