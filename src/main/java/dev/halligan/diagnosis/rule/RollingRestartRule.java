package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.InstanceReports;
import dev.halligan.diagnosis.signal.SampleKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server that was healthy, restarted and is back fills its caches while all its clients list
 * again, so it is slow for a while. No such grace if it was slow before, was OOM-killed, or, as its
 * host reports, was never restarted and has full queues.
 */
final class RollingRestartRule implements Rule {
  private static final Duration BEFORE = Duration.ofMinutes(2);

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    if (!input.ill() || input.before().mayAct()) {
      return Optional.empty();
    }
    List<ClassifiedSample> gone = gone(input);
    if (gone.isEmpty() || !allSpeakingWereGone(input, gone)) {
      return Optional.empty();
    }
    Instant until = gone.getLast().end().plus(InstanceReports.START);
    Instant firstGone = gone.getFirst().at();
    boolean overloaded = slowBefore(input, firstGone) || input.signs().host().killed();
    boolean stayed =
        input.signs().host().queued() && input.hosts().processesStayedSince(gone.getLast().end());
    return overloaded || stayed || !input.now().isBefore(until)
        ? Optional.empty()
        : Optional.of(
            new Verdict.RollingRestart(
                input.since(Verdict.RollingRestart.class, input.outageSince(firstGone)),
                List.of(
                    ("The API server was healthy, went away and is back: until %s, slow answers"
                            + " count as its startup.")
                        .formatted(until))));
  }

  private static List<ClassifiedSample> gone(DiagnosisInput input) {
    return input.seen().stream()
        .filter(one -> one.kind() == SampleKind.GONE && !one.at().isBefore(input.onset()))
        .toList();
  }

  /** An instance that never went away is not slow because another one was restarted. */
  private static boolean allSpeakingWereGone(DiagnosisInput input, List<ClassifiedSample> gone) {
    Set<String> restarted =
        gone.stream().map(ClassifiedSample::endpoint).collect(Collectors.toSet());
    return input.all(one -> one.silentNow() || restarted.contains(one.endpoint()));
  }

  private static boolean slowBefore(DiagnosisInput input, Instant firstGone) {
    return input.seen().stream()
        .filter(one -> one.at().isBefore(firstGone) && !one.at().isBefore(firstGone.minus(BEFORE)))
        .anyMatch(one -> one.kind().overloaded());
  }
}
