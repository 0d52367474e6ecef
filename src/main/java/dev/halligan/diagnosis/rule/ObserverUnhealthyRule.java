package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.diagnosis.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * This observer itself was too slow. A verdict from before stands for a minute, an outage until the
 * doubt ends: our pause changes nothing in the cluster. No new act follows, because the policy
 * refuses during a doubt. Reads no samples, so that a slow observer has less to do.
 */
final class ObserverUnhealthyRule {
  private static final Duration STANDS_FOR = Duration.ofMinutes(1);

  private ObserverUnhealthyRule() {}

  /**
   * The verdict during a doubt; empty if there is none.
   *
   * @param before the previous verdict, null at the start
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
            .map(one -> one.sign().describe())
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    return ("Halligan itself has been too slow since %s to judge clusters (%s). It decides nothing"
            + " new before %s.")
        .formatted(since, signs, observer.fitSince(sustainedFor));
  }
}
