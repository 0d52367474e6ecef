package dev.halligan.e2e.measure;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * When the outage began: the sending of the first slow request of the ordinary lane from which on
 * its p99 over a sliding window stays above one second. A single slow answer, as any rollout
 * causes, is no outage.
 */
public final class Onset {
  /** Width of the sliding window, seconds. */
  static final double WINDOW = 3;

  /** How long the p99 must stay above the limit, seconds. */
  static final double SUSTAINED = 5;

  private Onset() {}

  /**
   * Seconds since the rollout; empty while there is no outage, or none that has lasted long enough
   * to tell.
   */
  public static OptionalDouble find(List<LaneSample> ordinary) {
    return find(ordinary, 99);
  }

  /** The same for another percentile than the 99th. */
  static OptionalDouble find(List<LaneSample> ordinary, int percentile) {
    List<LaneSample> sorted =
        ordinary.stream().sorted(Comparator.comparingDouble(LaneSample::at)).toList();
    return sorted.stream()
        .filter(sample -> sample.at() >= 0 && !sample.isFast())
        .mapToDouble(LaneSample::at)
        .filter(start -> staysSlow(sorted, start, percentile))
        .findFirst();
  }

  private static boolean staysSlow(List<LaneSample> sorted, double start, int percentile) {
    double known = sorted.stream().mapToDouble(LaneSample::at).max().orElse(start);
    if (known < start + SUSTAINED) {
      return false;
    }
    return sorted.stream()
        .filter(sample -> sample.at() >= start && sample.at() <= start + SUSTAINED)
        .allMatch(sample -> latency(sorted, sample.at(), percentile) > LaneSample.SLOW_MS);
  }

  /**
   * The percentile over the window that ends with the request sent at {@code end}; a request
   * without an answer is endless.
   */
  private static double latency(List<LaneSample> sorted, double end, int percentile) {
    List<Double> window =
        sorted.stream()
            .filter(sample -> sample.at() > end - WINDOW && sample.at() <= end)
            .map(sample -> sample.ok() ? sample.tookMs() : Double.POSITIVE_INFINITY)
            .toList();
    return Percentiles.of(window, percentile).orElse(0);
  }
}
