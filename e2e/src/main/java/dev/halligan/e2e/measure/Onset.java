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
    List<LaneSample> sorted =
        ordinary.stream().sorted(Comparator.comparingDouble(LaneSample::at)).toList();
    return sorted.stream()
        .filter(sample -> sample.at() >= 0 && !sample.isFast())
        .mapToDouble(LaneSample::at)
        .filter(start -> staysSlow(sorted, start))
        .findFirst();
  }

  private static boolean staysSlow(List<LaneSample> sorted, double start) {
    double known = sorted.stream().mapToDouble(LaneSample::at).max().orElse(start);
    if (known < start + SUSTAINED) {
      return false;
    }
    return sorted.stream()
        .filter(sample -> sample.at() >= start && sample.at() <= start + SUSTAINED)
        .allMatch(sample -> p99(sorted, sample.at()) > LaneSample.SLOW_MS);
  }

  /**
   * p99 over the window that ends with the request sent at {@code end}; a request without an answer
   * is endless.
   */
  private static double p99(List<LaneSample> sorted, double end) {
    List<Double> window =
        sorted.stream()
            .filter(sample -> sample.at() > end - WINDOW && sample.at() <= end)
            .map(sample -> sample.ok() ? sample.tookMs() : Double.POSITIVE_INFINITY)
            .toList();
    return Percentiles.of(window, 99).orElse(0);
  }
}
