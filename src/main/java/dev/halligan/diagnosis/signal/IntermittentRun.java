package dev.halligan.diagnosis.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server around the threshold: about every other answer is slow, late or throttled, so no bad run
 * ever lasts, but the p99 is far too high. This alone proves nothing, because a network that loses
 * packets looks the same.
 */
public final class IntermittentRun {

  /** With 8 samples or more, this means at least 4 late ones. */
  private static final int SHARE = 40;

  private static final int FEWEST = 8;

  private static final int FEWEST_LATE_IN_A_HALF = 2;

  /** Consecutive good answers: fewer than those that make an instance healthy again. */
  private static final int TOLERATED_GOOD = 4;

  private IntermittentRun() {}

  /**
   * The late samples without a long pause between them, if they started at least twice {@code
   * sustainedFor} before the newest, are 40 percent of the samples in that time, and fall into both
   * halves of it. Ignores samples older than three times {@code sustainedFor}; otherwise a rare
   * slow answer would move the onset back by minutes.
   *
   * @param seen samples on one instance's ordinary lane, oldest first
   */
  static Optional<SampleRun> newest(List<ClassifiedSample> seen, Duration sustainedFor) {
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    Instant oldest = seen.getLast().at().minus(sustainedFor.multipliedBy(3));
    List<ClassifiedSample> lately = seen.stream().filter(one -> one.at().isAfter(oldest)).toList();
    Duration window = window(sustainedFor);
    return SampleRun.newest(lately, SampleKind::overloaded, TOLERATED_GOOD, window)
        .filter(run -> run.recent() >= FEWEST && run.recentShare() >= SHARE && run.spans(window))
        .filter(run -> spread(lately, run.to(), sustainedFor));
  }

  /** Excludes one burst with a stray sample. */
  private static boolean spread(List<ClassifiedSample> seen, Instant to, Duration half) {
    Instant middle = to.minus(half);
    return late(seen, middle.minus(half), middle) >= FEWEST_LATE_IN_A_HALF
        && late(seen, middle, to) >= FEWEST_LATE_IN_A_HALF;
  }

  private static long late(List<ClassifiedSample> seen, Instant after, Instant until) {
    return seen.stream()
        .filter(one -> one.kind().overloaded())
        .filter(one -> one.end().isAfter(after) && !one.end().isAfter(until))
        .count();
  }

  /** Twice as long as in a clear case. */
  public static Duration window(Duration sustainedFor) {
    return sustainedFor.multipliedBy(2);
  }
}
