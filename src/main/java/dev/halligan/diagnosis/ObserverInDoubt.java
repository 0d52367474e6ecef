package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * This observer was too slow itself. What was said before stands for a minute, an outage until the
 * cluster is seen well: a pause of ours changes nothing over there. No new act follows from it, for
 * the policy refuses while the doubt lasts.
 */
final class ObserverInDoubt implements Rule {
  private static final Duration STANDS_FOR = Duration.ofMinutes(1);

  @Override
  public Optional<Verdict> judge(Situation situation) {
    if (!situation.inDoubt()) {
      return Optional.empty();
    }
    Instant since =
        situation.observer().unfitSince(situation.now(), situation.settings().sustainedFor());
    return Optional.of(
        stands(situation, since)
            ? situation.before()
            : new Verdict.Unknown(
                situation.since(Verdict.Unknown.class, situation.now()),
                List.of(sentence(situation, since))));
  }

  private static boolean stands(Situation situation, Instant since) {
    Verdict before = situation.before();
    return before.mayAct()
        || !(before instanceof Verdict.Unknown) && since.plus(STANDS_FOR).isAfter(situation.now());
  }

  private static String sentence(Situation situation, Instant since) {
    Duration sustainedFor = situation.settings().sustainedFor();
    String signs =
        situation.observer().doubts().stream()
            .filter(one -> !one.from().isBefore(since))
            .map(one -> one.sign().words())
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    return "Halligan has been too slow itself since %s to judge others (%s). Nothing new is decided before %s."
        .formatted(since, signs, situation.observer().fitSince(sustainedFor));
  }
}
