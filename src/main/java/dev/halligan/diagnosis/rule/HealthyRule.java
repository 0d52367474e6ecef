package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.EndpointState;
import dev.halligan.diagnosis.signal.SampleKind;
import dev.halligan.diagnosis.signal.SampleRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * At least one instance answers in time. An instance that is gone while another one answers is a
 * restart or its own fault, not an outage. After an ill verdict, every present instance must be
 * good for {@code sustainedFor} first.
 */
final class HealthyRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    return switch (input.before()) {
      case Verdict.Healthy healthy ->
          input.ill() ? Optional.empty() : Optional.of(still(input, healthy));
      case Verdict.Unknown _ -> nowWell(input, Duration.ZERO);
      default -> nowWell(input, input.settings().sustainedFor());
    };
  }

  private static Verdict still(DiagnosisInput input, Verdict.Healthy before) {
    return new Verdict.Healthy(input.earliest(List.of(before.since())), evidence(input));
  }

  private static Optional<Verdict> nowWell(DiagnosisInput input, Duration sustainedFor) {
    boolean allWellOrOut = input.all(one -> one.well(sustainedFor) || one.silentNow());
    return input.instances().stream()
        .filter(one -> allWellOrOut && one.well(sustainedFor))
        .flatMap(one -> one.good().stream())
        .map(SampleRun::from)
        .max(Comparator.naturalOrder())
        .map((Instant since) -> new Verdict.Healthy(since, evidence(input)));
  }

  private static List<String> evidence(DiagnosisInput input) {
    List<String> sentences = new ArrayList<>();
    List<EndpointState> ill = input.instances().stream().filter(EndpointState::illNow).toList();
    if (ill.isEmpty()) {
      sentences.add("Every instance (%d) answers in time.".formatted(input.instances().size()));
    } else {
      sentences.add(
          "Not healthy now: %d of %d instances (%s)."
              .formatted(
                  ill.size(),
                  input.instances().size(),
                  String.join(", ", ill.stream().map(EndpointState::endpoint).toList())));
    }
    adminTrouble(input).ifPresent(sentences::add);
    return List.copyOf(sentences);
  }

  private static Optional<String> adminTrouble(DiagnosisInput input) {
    List<ClassifiedSample> admin = input.seen().stream().filter(one -> !one.ordinary()).toList();
    return SampleRun.newest(
            admin, kind -> kind != SampleKind.GOOD, 0, input.settings().sustainedFor())
        .filter(run -> run.lasted(input.settings().sustainedFor()))
        .map(
            run ->
                "The admin lane has had no good answer since %s; a recovery would be harder."
                    .formatted(run.from()));
  }
}
