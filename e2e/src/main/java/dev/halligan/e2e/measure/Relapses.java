package dev.halligan.e2e.measure;

import java.util.List;

/** A second collapse: once served again, the ordinary lane's p99 stays above one second anew. */
public final class Relapses {
  private Relapses() {}

  /**
   * Onsets after the first readmission of the watched client; the fence's own refusals before it
   * are none.
   */
  public static long count(Recording recording) {
    double fenceGone = recording.at(Mark.FENCE_GONE).orElse(Double.POSITIVE_INFINITY);
    List<LaneSample> admitted =
        recording.ordinary().stream()
            .filter(sample -> sample.at() >= fenceGone || !sample.outcome().equals("refused"))
            .toList();
    return recording.at(Mark.READMITTED).map(from -> after(admitted, from)).orElse(0L);
  }

  private static long after(List<LaneSample> ordinary, double from) {
    long relapses = 0;
    double next = from;
    while (true) {
      double start = next;
      var onset = Onset.find(ordinary.stream().filter(sample -> sample.at() >= start).toList());
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
