package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Both lanes are late, and the hosts say that their API servers have nothing to do: then the way
 * there is slow, or the server hangs, and a fence would help neither. Full queues look different,
 * for the admin lane does not stand in them. A host that can be asked is waited for before slow
 * answers alone are believed.
 */
final class SlowPath implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    if (!situation.ill() || situation.before().mayAct() || queuesAreFull(situation)) {
      return Optional.empty();
    }
    Instant onset = situation.onset();
    return switch (QuietHosts.since(
        onset.plus(situation.settings().interval()), situation.hosts())) {
      case QUIET -> Optional.of(idle(situation, onset));
      case NOT_HEARD_YET ->
          Optional.of(unheard(situation, onset))
              .filter(_ -> onset.plus(patience(situation)).isAfter(situation.now()));
      case NO_OBJECTION -> Optional.empty();
    };
  }

  private static Verdict idle(Situation situation, Instant onset) {
    return unknown(
        situation,
        "Both lanes have been late since %s, and the hosts say that their API servers are idle: the path to them is slow, or the servers hang."
            .formatted(onset));
  }

  private static Verdict unheard(Situation situation, Instant onset) {
    return unknown(
        situation,
        "Both lanes have been late since %s, and no host has been heard since: they are waited for."
            .formatted(onset));
  }

  /** Throttled, or slow for ordinary clients alone. */
  private static boolean queuesAreFull(Situation situation) {
    Instant after = situation.now().minus(situation.settings().sustainedFor());
    List<Seen> recent = situation.seen().stream().filter(s -> s.end().isAfter(after)).toList();
    List<Seen> admin = recent.stream().filter(s -> !s.ordinary()).toList();
    long served = admin.stream().filter(s -> s.kind() == SampleKind.GOOD).count();
    return recent.stream().anyMatch(s -> s.kind() == SampleKind.THROTTLED)
        || !admin.isEmpty() && 2 * served >= admin.size();
  }

  private static Duration patience(Situation situation) {
    return situation.settings().sustainedFor().multipliedBy(2);
  }

  private static Verdict unknown(Situation situation, String sentence) {
    return new Verdict.Unknown(
        situation.since(Verdict.Unknown.class, situation.now()), List.of(sentence));
  }
}
