package dev.halligan.e2e.measure;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Questions to the samples of one lane. Times are seconds since the rollout. */
public final class Lanes {
  /** So many fast answers in a row count as "works again". */
  static final int IN_A_ROW = 3;

  private Lanes() {}

  /**
   * When the first of three consecutive fast answers to requests sent at or after {@code from} came
   * in.
   */
  public static OptionalDouble restored(List<LaneSample> samples, double from) {
    List<LaneSample> sorted = between(samples, from, Double.POSITIVE_INFINITY);
    for (int i = 0; i + IN_A_ROW <= sorted.size(); i++) {
      if (sorted.subList(i, i + IN_A_ROW).stream().allMatch(LaneSample::isFast)) {
        return OptionalDouble.of(sorted.get(i).doneAt());
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * The longest time in which no answer came in, seconds; empty where nothing was sent in the span.
   */
  public static OptionalDouble longestSilence(List<LaneSample> samples, double from, double to) {
    if (between(samples, from, to).isEmpty()) {
      return OptionalDouble.empty();
    }
    double longest = 0;
    double last = from;
    for (double answered : answers(samples, from, to)) {
      longest = Math.max(longest, answered - last);
      last = answered;
    }
    return OptionalDouble.of(Math.max(longest, to - last));
  }

  private static double[] answers(List<LaneSample> samples, double from, double to) {
    return samples.stream()
        .filter(sample -> sample.ok() && sample.doneAt() >= from && sample.at() < to)
        .mapToDouble(LaneSample::doneAt)
        .sorted()
        .toArray();
  }

  /** How many of the requests sent in the span are so, percent; empty where none was sent. */
  public static OptionalDouble percent(
      List<LaneSample> samples, Predicate<LaneSample> which, double from, double to) {
    return between(samples, from, to).stream()
        .mapToDouble(sample -> which.test(sample) ? 100 : 0)
        .average();
  }

  /** Requests sent in the span, in the order in which they were sent. */
  public static List<LaneSample> between(List<LaneSample> samples, double from, double to) {
    return samples.stream()
        .filter(sample -> sample.at() >= from && sample.at() < to)
        .sorted(Comparator.comparingDouble(LaneSample::at))
        .toList();
  }

  /** A percentile of the time to an answer, or to giving up, over the span; milliseconds. */
  public static OptionalDouble percentile(
      List<LaneSample> samples, double p, double from, double to) {
    return Percentiles.of(between(samples, from, to).stream().map(LaneSample::tookMs).toList(), p);
  }

  /**
   * Whether the lane answers in time again: at least ten requests sent since {@code from}, and nine
   * of ten of them fast.
   */
  public static boolean healthySince(List<LaneSample> samples, double from) {
    List<LaneSample> recent = between(samples, from, Double.POSITIVE_INFINITY);
    long fast = recent.stream().filter(LaneSample::isFast).count();
    return recent.size() >= 10 && fast * 10 >= recent.size() * 9L;
  }
}
