package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.EndpointState;
import dev.halligan.diagnosis.signal.IntermittentRun;
import dev.halligan.diagnosis.signal.LaneSummary;
import dev.halligan.diagnosis.signal.NewSaturation;
import dev.halligan.diagnosis.signal.SampleKind;
import dev.halligan.diagnosis.signal.SampleRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * About every other request is slow, and a host reports that its server is newly at its limit. Not
 * after a restart of any instance: a starting server uses all its CPU while the others serve its
 * clients too. Does not apply if no host can be asked.
 */
final class IntermittentOverloadRule implements Rule {

  /** How long after a restart it explains the onset, as in {@link RollingRestartRule}. */
  private static final Duration AFTER_A_RESTART = Duration.ofSeconds(30);

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    if (input.all(one -> one.marginal().isEmpty())
        || !input.most(one -> run(one, input).isPresent())) {
      return Optional.empty();
    }
    Instant onset = input.earliest(begun(input).toList());
    Instant nobodyServed = begun(input).max(Comparator.naturalOrder()).orElse(onset);
    List<String> limits = new NewSaturation(input.hosts(), nobodyServed).sentences();
    return limits.isEmpty() || restarted(input, onset.minus(AFTER_A_RESTART))
        ? Optional.empty()
        : Optional.of(
            new Verdict.Overloaded(input.outageSince(onset), evidence(input, onset, limits)));
  }

  private static Stream<Instant> begun(DiagnosisInput input) {
    return input.instances().stream().flatMap(one -> run(one, input).stream()).map(SampleRun::from);
  }

  /** One instance may be fully overloaded while the others are intermittent. */
  private static Optional<SampleRun> run(EndpointState one, DiagnosisInput input) {
    return one.marginal()
        .or(() -> one.bad().filter(bad -> bad.lasted(input.settings().sustainedFor())));
  }

  private static boolean restarted(DiagnosisInput input, Instant from) {
    return input.hosts().newRestarts(from) > 0
        || input.seen().stream()
            .anyMatch(one -> one.kind() == SampleKind.GONE && !one.at().isBefore(from));
  }

  private static List<String> evidence(DiagnosisInput input, Instant onset, List<String> limits) {
    Duration window = IntermittentRun.window(input.settings().sustainedFor());
    List<ClassifiedSample> lately = input.recent(window);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        ("%d of %d probes on the ordinary lane in the last %d s were slow, late or throttled,"
                + " starting at %s.")
            .formatted(
                lately.stream().filter(one -> one.kind().overloaded()).count(),
                lately.size(),
                window.toSeconds(),
                onset));
    sentences.add(new LaneSummary(input.seen(), onset).admin());
    sentences.add("The host reports: " + String.join("; ", limits) + ".");
    return List.copyOf(sentences);
  }
}
