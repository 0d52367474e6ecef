package dev.halligan.diagnosis.signal;

import java.time.Duration;
import java.util.List;

/** Percentiles by nearest rank: always one of the values, never an average of two. */
final class Percentile {

  private Percentile() {}

  /**
   * @param values at least one, in any order
   * @param percent 1 to 100
   */
  static Duration of(List<Duration> values, int percent) {
    List<Duration> sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(1, rank) - 1);
  }
}
