package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.recovery.record.Kubectl;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.UndoSteps;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The steps whose rollback has failed so far, as text for people. Pure. */
record StuckUndo(RecoveryRecord record, Kubectl kubectl) {

  /** Empty if there are none. */
  Optional<String> describe() {
    List<Step> stuck = record.steps().stream().filter(UndoSteps::isUndoStuck).toList();
    return stuck.isEmpty() ? Optional.empty() : Optional.of(describe(stuck));
  }

  private String describe(List<Step> stuck) {
    String failures =
        stuck.stream()
            .map(s -> "step %s: %s".formatted(s.name(), s.message()))
            .collect(Collectors.joining("; "));
    String skip =
        stuck.stream()
            .map(s -> RequestAnnotations.next(s.name(), UndoSteps.heardAtUndo(s).orElse(null)))
            .collect(Collectors.joining(","));
    return ("%s. Halligan retries every 10 to 60 s until it succeeds; other steps do not wait."
            + " To leave it as it is: `%s`")
        .formatted(failures, kubectl.annotate(RequestAnnotations.SKIP_STEP, skip));
  }
}
