package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.EndpointState;
import dev.halligan.diagnosis.signal.SampleRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every instance refuses or drops connections. With signs of overload, this counts once the whole
 * bad run has lasted; without them, the silence itself must last, because a restart is silent too.
 */
final class DownRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    Duration sustainedFor = input.settings().sustainedFor();
    boolean gone =
        input.all(EndpointState::silentNow)
            && input.instances().stream().anyMatch(EndpointState::goneNow);
    boolean byOverload = input.signs().any() || input.before().mayAct();
    boolean believed = input.all(one -> one.silent(sustainedFor)) || (input.ill() && byOverload);
    if (!gone || !believed) {
      return Optional.empty();
    }
    Instant since = input.outageSince(input.ill() ? input.onset() : silence(input));
    return Optional.of(new Verdict.Down(since, byOverload, evidence(input, byOverload)));
  }

  private static Instant silence(DiagnosisInput input) {
    return input.earliest(
        input.instances().stream()
            .flatMap(one -> one.silence().stream())
            .map(SampleRun::from)
            .toList());
  }

  private static List<String> evidence(DiagnosisInput input, boolean byOverload) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Every instance (%d) has refused or dropped connections on both lanes since %s."
            .formatted(input.instances().size(), silence(input)));
    if (input.signs().any()) {
      sentences.add("Before that: " + String.join("; ", input.signs().sentences()) + ".");
    } else if (byOverload) {
      sentences.add("The verdict before that was %s.".formatted(input.before().word()));
    } else {
      sentences.add("No sign of overload before that: someone may have stopped the API server.");
    }
    return List.copyOf(sentences);
  }
}
