package dev.halligan.e2e.measure;

import java.util.Collection;
import java.util.OptionalDouble;

/** Nearest-rank percentiles: every answer is a value that was measured. */
public final class Percentiles {
  private Percentiles() {}

  /** The {@code p}-th percentile, 0 &lt; p &lt;= 100; empty of nothing. */
  public static OptionalDouble of(Collection<Double> values, double p) {
    if (p <= 0 || p > 100) {
      throw new IllegalArgumentException("percentile " + p + " is not above 0 and at most 100");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int rank = (int) Math.ceil(p / 100 * sorted.length);
    return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[rank - 1]);
  }

  /** The middle value; of an even number of values the mean of the middle two. */
  public static OptionalDouble median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
