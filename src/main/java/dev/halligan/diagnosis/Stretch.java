package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The newest samples that say the same thing, unbroken.
 *
 * @param from when the first of them began
 * @param to when the result of the last of them was known
 * @param matching how many say it
 * @param recent how many samples there were in the last {@code sustainedFor}
 * @param recentShare percent of the samples of the last {@code sustainedFor} that say it
 */
record Stretch(Instant from, Instant to, int matching, int recent, int recentShare) {

  static final int FEWEST = 3;
  static final int SHARE = 80;

  /**
   * @param seen oldest first
   * @param tolerance others in a row that do not yet break the stretch
   */
  static Optional<Stretch> newest(
      List<Seen> seen, Predicate<SampleKind> says, int tolerance, Duration sustainedFor) {
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

  private static Stretch of(List<Seen> whole, Predicate<SampleKind> says, Duration sustainedFor) {
    List<Seen> matching = whole.stream().filter(one -> says.test(one.kind())).toList();
    Instant to = matching.stream().map(Seen::end).max(Instant::compareTo).orElseThrow();
    List<Seen> recent =
        whole.stream().filter(one -> one.end().isAfter(to.minus(sustainedFor))).toList();
    long recentlyMatching = recent.stream().filter(one -> says.test(one.kind())).count();
    int share = recent.isEmpty() ? 0 : (int) (100 * recentlyMatching / recent.size());
    return new Stretch(whole.getFirst().at(), to, matching.size(), recent.size(), share);
  }

  /** Long, dense and often enough to be believed. */
  boolean lasted(Duration sustainedFor) {
    return matching >= FEWEST && recentShare >= SHARE && spans(sustainedFor);
  }

  boolean spans(Duration time) {
    return Duration.between(from, to).compareTo(time) >= 0;
  }
}
