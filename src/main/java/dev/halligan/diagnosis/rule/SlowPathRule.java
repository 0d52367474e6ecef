package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.QuietHosts;
import dev.halligan.diagnosis.signal.SampleKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Both lanes are slow, but the hosts report idle API servers: the network path is slow or the
 * servers hang, and a fence would help with neither. Full queues look different, because the admin
 * lane bypasses them. Waits for reachable hosts before slow answers alone count.
 */
final class SlowPathRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    if (!input.ill() || input.before().mayAct() || queuesAreFull(input)) {
      return Optional.empty();
    }
    Instant onset = input.onset();
    return switch (QuietHosts.since(onset.plus(input.settings().interval()), input.hosts())) {
      case QUIET -> Optional.of(idle(input, onset));
      case NOT_HEARD_YET ->
          Optional.of(unheard(input, onset))
              .filter(_ -> onset.plus(patience(input)).isAfter(input.now()));
      case NO_OBJECTION -> Optional.empty();
    };
  }

  private static Verdict idle(DiagnosisInput input, Instant onset) {
    return unknown(
        input,
        ("Both lanes have been slow since %s, but the hosts report idle API servers: the network"
                + " path is slow, or the servers hang.")
            .formatted(onset));
  }

  private static Verdict unheard(DiagnosisInput input, Instant onset) {
    return unknown(
        input,
        "Both lanes have been slow since %s; Halligan is waiting for reports from the hosts."
            .formatted(onset));
  }

  /** Throttled, or slow for ordinary clients alone. */
  private static boolean queuesAreFull(DiagnosisInput input) {
    Instant after = input.now().minus(input.settings().sustainedFor());
    List<ClassifiedSample> recent =
        input.seen().stream().filter(s -> s.end().isAfter(after)).toList();
    List<ClassifiedSample> admin = recent.stream().filter(s -> !s.ordinary()).toList();
    long served = admin.stream().filter(s -> s.kind() == SampleKind.GOOD).count();
    return recent.stream().anyMatch(s -> s.kind() == SampleKind.THROTTLED)
        || !admin.isEmpty() && 2 * served >= admin.size();
  }

  private static Duration patience(DiagnosisInput input) {
    return input.settings().sustainedFor().multipliedBy(2);
  }

  private static Verdict unknown(DiagnosisInput input, String sentence) {
    return new Verdict.Unknown(input.since(Verdict.Unknown.class, input.now()), List.of(sentence));
  }
}
