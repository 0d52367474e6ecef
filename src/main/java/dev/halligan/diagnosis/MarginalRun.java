package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server that hovers around what users bear: about every other answer is slow, late or throttled,
 * so that no bad run ever lasts, yet their p99 is far too high. By itself this proves nothing, for
 * a network that loses packets looks the same.
 */
final class MarginalRun {

  /** At 8 samples or more this is 4 late ones at least. */
  private static final int SHARE = 40;

  private static final int FEWEST = 8;

  private static final int FEWEST_LATE_IN_A_HALF = 2;

  /** Good answers in a row: fewer than those that make an instance well again. */
  private static final int TOLERATED_GOOD = 4;

  private MarginalRun() {}

  /**
   * The late samples without a long pause between them, when they began at least twice {@code
   * sustainedFor} before the newest, are 40 percent of the samples of that time, and lie in both
   * its halves. Those that are older than three times {@code sustainedFor} are another story: else
   * a rare slow answer would move the onset back for minutes.
   *
   * @param seen what tells of one instance's ordinary lane, oldest first
   */
  static Optional<Stretch> newest(List<Seen> seen, Duration sustainedFor) {
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    Instant oldest = seen.getLast().at().minus(sustainedFor.multipliedBy(3));
    List<Seen> lately = seen.stream().filter(one -> one.at().isAfter(oldest)).toList();
    Duration window = window(sustainedFor);
    return Stretch.newest(lately, SampleKind::overloaded, TOLERATED_GOOD, window)
        .filter(run -> run.recent() >= FEWEST && run.recentShare() >= SHARE && run.spans(window))
        .filter(run -> spread(lately, run.to(), sustainedFor));
  }

  /** Not one burst and a stray. */
  private static boolean spread(List<Seen> seen, Instant to, Duration half) {
    Instant middle = to.minus(half);
    return late(seen, middle.minus(half), middle) >= FEWEST_LATE_IN_A_HALF
        && late(seen, middle, to) >= FEWEST_LATE_IN_A_HALF;
  }

  private static long late(List<Seen> seen, Instant after, Instant until) {
    return seen.stream()
        .filter(one -> one.kind().overloaded())
        .filter(one -> one.end().isAfter(after) && !one.end().isAfter(until))
        .count();
  }

  /** Twice as long as for a clear case. */
  static Duration window(Duration sustainedFor) {
    return sustainedFor.multipliedBy(2);
  }
}
