package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.LaneSummary;
import dev.halligan.diagnosis.signal.OverloadSigns;
import dev.halligan.diagnosis.signal.SampleKind;
import dev.halligan.diagnosis.signal.SampleRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * No instance answers in time although some are present. A server that just came back is slow for a
 * moment, so its slow answers alone must last long enough.
 */
final class OverloadedRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    if (!input.ill() || !overload(input)) {
      return Optional.empty();
    }
    return Optional.of(new Verdict.Overloaded(input.outageSince(input.onset()), evidence(input)));
  }

  private static boolean overload(DiagnosisInput input) {
    Instant until = lastEnd(input);
    Duration sustainedFor = input.settings().sustainedFor();
    OverloadSigns signs = input.signs();
    boolean slowNow =
        input.seen().stream()
            .filter(one -> one.ordinary() && one.end().isAfter(until.minus(sustainedFor)))
            .anyMatch(one -> one.kind().overloaded());
    boolean thereForLong = Duration.between(thereSince(input), until).compareTo(sustainedFor) >= 0;
    boolean maybeCut = input.recently(SampleKind::unconnected) && !signs.host().crowded();
    return (signs.byHosts() && !maybeCut)
        || (slowNow && signs.slowFor(sustainedFor, until))
        || (slowNow && signs.slowAnswers() > 0 && thereForLong);
  }

  /** The first sample of the bad run after the last refused or broken connection. */
  private static Instant thereSince(DiagnosisInput input) {
    List<ClassifiedSample> run =
        input.seen().stream().filter(one -> !one.at().isBefore(input.onset())).toList();
    Instant since = input.onset();
    for (int i = 1; i < run.size(); i++) {
      if (run.get(i - 1).kind() == SampleKind.GONE) {
        since = run.get(i).at();
      }
    }
    return since;
  }

  private static Instant lastEnd(DiagnosisInput input) {
    return input.instances().stream()
        .flatMap(one -> one.bad().stream())
        .map(SampleRun::to)
        .max(Instant::compareTo)
        .orElse(input.now());
  }

  private static List<String> evidence(DiagnosisInput input) {
    Instant onset = input.onset();
    LaneSummary words = new LaneSummary(input.seen(), onset);
    List<String> sentences = new ArrayList<>();
    sentences.add(words.ordinary());
    sentences.add(words.admin());
    if (input.signs().byHosts()) {
      sentences.add("The host reports: " + String.join("; ", input.signs().sentences()) + ".");
    }
    return List.copyOf(sentences);
  }
}
