package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.LaneSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Neither healthy nor clearly ill: keeps an ill verdict until the cluster is healthy, and otherwise
 * claims nothing. Keeps a verdict from before a doubt of this observer only if a bad sample
 * followed the doubt.
 */
final class InconclusiveRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    return Optional.of(
        switch (input.before()) {
          case Verdict.Healthy _, Verdict.Unknown _ ->
              unknown(input, "This does not match any verdict yet.");
          case Verdict ill when ill.mayAct() && !isSeenStill(input) ->
              unknown(
                  input,
                  ("The verdict was %s before Halligan itself was too slow; nothing bad was seen"
                          + " since %s.")
                      .formatted(ill.word(), input.clearSince()));
          default -> input.before();
        });
  }

  private static boolean isSeenStill(DiagnosisInput input) {
    Instant clear = input.clearSince();
    return input.observer().doubts().isEmpty()
        || input.seen().stream()
            .anyMatch(one -> one.ordinary() && one.kind().bad() && !one.at().isBefore(clear));
  }

  private static Verdict unknown(DiagnosisInput input, String why) {
    LaneSummary words = new LaneSummary(input.seen(), input.seen().getFirst().at());
    return new Verdict.Unknown(
        input.since(Verdict.Unknown.class, input.now()), List.of(words.ordinary(), why));
  }
}
