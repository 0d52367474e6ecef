package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.record.Kubectl;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.Steps;
import java.util.Optional;

/** What a step needs from a person, with the commands that answer. Pure. */
record HeldStep(Step step, Kubectl kubectl) {

  /** {@code standing}: empty, or a sentence and a space, on the fence that is up meanwhile. */
  String describe(String standing) {
    return ("step %s: %s. %s%s: `%s`. %sTo skip this step: `%s`."
            + " To roll everything back: `%s`")
        .formatted(
            step.name(),
            step.message(),
            standing,
            asks() ? "To approve" : "To retry",
            answer(),
            naming(),
            kubectl.annotate(RequestAnnotations.SKIP_STEP, step.name()),
            kubectl.abort());
  }

  private boolean asks() {
    return step.state() == StepState.WAITING_FOR_APPROVAL;
  }

  private String answer() {
    Optional<String> last = asks() ? Steps.heard(step) : Steps.retried(step);
    return kubectl.annotate(
        asks() ? RequestAnnotations.APPROVE_STEP : RequestAnnotations.RETRY_STEP,
        RequestAnnotations.next(step.name(), last.orElse(null)));
  }

  /** Only the name of the workload is left for the person to fill in. */
  private String naming() {
    return asks() && Steps.isAsked(step) && step.action() == ActionType.FIND_CULPRIT
        ? "To name the culprit: `%s`. ".formatted(kubectl.nameCulprit())
        : "";
  }
}
