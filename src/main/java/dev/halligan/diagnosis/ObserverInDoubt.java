package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * This observer was too slow itself. What was said before stands for a minute, an outage until the
 * doubt is over: a pause of ours changes nothing over there. No new act follows from it, for the
 * policy refuses while the doubt lasts. Looks at no sample, so that a slow observer has less to do.
 */
final class ObserverInDoubt {
  private static final Duration STANDS_FOR = Duration.ofMinutes(1);

  private ObserverInDoubt() {}

  /**
   * What can be said; empty when there is no doubt.
   *
   * @param before the verdict so far, null at the start
   */
  static Optional<Verdict> judge(
      Verdict before, DetectionSettings settings, Instant now, ObserverHealth observer) {
    return observer
        .inDoubtSince(now, settings.sustainedFor())
        .map(
            since ->
                stands(before, since, now)
                    ? before
                    : new Verdict.Unknown(
                        before instanceof Verdict.Unknown && before.since().isBefore(now)
                            ? before.since()
                            : now,
                        List.of(sentence(observer, since, settings.sustainedFor()))));
  }

  private static boolean stands(Verdict before, Instant since, Instant now) {
    return before != null
        && !(before instanceof Verdict.Unknown)
        && (before.mayAct() || since.plus(STANDS_FOR).isAfter(now));
  }

  private static String sentence(ObserverHealth observer, Instant since, Duration sustainedFor) {
    String signs =
        observer.doubts().stream()
            .filter(one -> !one.from().isBefore(since))
            .map(one -> one.sign().words())
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    return "Halligan has been too slow itself since %s to judge others (%s). Nothing new is decided before %s."
        .formatted(since, signs, observer.fitSince(sustainedFor));
  }
}
