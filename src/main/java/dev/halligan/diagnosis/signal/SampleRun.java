package dev.halligan.diagnosis.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The newest unbroken run of samples that say the same.
 *
 * @param from the start of the first sample
 * @param to the time of the last result
 * @param matching how many samples say it
 * @param recent the number of samples in the last {@code sustainedFor}
 * @param recentShare percent of the samples in the last {@code sustainedFor} that say it
 */
public record SampleRun(Instant from, Instant to, int matching, int recent, int recentShare) {

  public static final int FEWEST = 3;
  static final int SHARE = 80;

  /**
   * @param seen oldest first
   * @param tolerance how many consecutive other samples do not yet break the run
   */
  public static Optional<SampleRun> newest(
      List<ClassifiedSample> seen,
      Predicate<SampleKind> says,
      int tolerance,
      Duration sustainedFor) {
    int first = seen.size();
    int others = 0;
    for (int i = seen.size() - 1; i >= 0 && others <= tolerance; i--) {
      boolean matches = says.test(seen.get(i).kind());
      first = matches ? i : first;
      others = matches ? 0 : others + 1;
    }
    return first == seen.size()
        ? Optional.empty()
        : Optional.of(of(seen.subList(first, seen.size()), says, sustainedFor));
  }

  private static SampleRun of(
      List<ClassifiedSample> whole, Predicate<SampleKind> says, Duration sustainedFor) {
    List<ClassifiedSample> matching = whole.stream().filter(one -> says.test(one.kind())).toList();
    Instant to = matching.stream().map(ClassifiedSample::end).max(Instant::compareTo).orElseThrow();
    List<ClassifiedSample> recent =
        whole.stream().filter(one -> one.end().isAfter(to.minus(sustainedFor))).toList();
    long recentlyMatching = recent.stream().filter(one -> says.test(one.kind())).count();
    int share = recent.isEmpty() ? 0 : (int) (100 * recentlyMatching / recent.size());
    return new SampleRun(whole.getFirst().at(), to, matching.size(), recent.size(), share);
  }

  /** Whether it is long, dense and frequent enough to count. */
  public boolean lasted(Duration sustainedFor) {
    return matching >= FEWEST && recentShare >= SHARE && spans(sustainedFor);
  }

  boolean spans(Duration time) {
    return Duration.between(from, to).compareTo(time) >= 0;
  }
}
