package dev.halligan.recovery.action;

import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import java.time.Duration;

/**
 * What Isolate does where no fence can be had: who fills the queues by itself is confined inside
 * the API server, so that it has time for the rest of the recovery.
 */
final class Unfenced {
  private static final String WHY = "unfenced";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Unfenced() {}

  static boolean is(StepContext step) {
    return step.progress().containsKey(WHY);
  }

  /** Remembers why there is none, so that none is tried again. */
  static Outcome because(StepContext step, ControlFailure e) {
    return new Outcome.Again(
        "no fence: " + e.getMessage(),
        Duration.ofMillis(100),
        Steps.plus(step.progress(), WHY, "%s. %s".formatted(e.getMessage(), e.fix())));
  }

  /** A drowning server may need to be asked more than once; the recovery goes on without, too. */
  static Outcome confine(StepContext step) {
    try {
      return over(step, Confinement.confine(step));
    } catch (ControlFailure e) {
      boolean patient = Duration.between(step.startedAt(), step.now()).compareTo(PATIENCE) < 0;
      return e.isTransient() && patient
          ? new Outcome.Again(e.getMessage(), Duration.ofMillis(500), step.progress())
          : over(step, "not confined: " + e.getMessage());
    }
  }

  private static Outcome over(StepContext step, String confined) {
    return new Outcome.Skipped(
        "no fence: %s. The recovery goes on without%s"
            .formatted(step.progress().get(WHY), confined.isEmpty() ? "" : "; " + confined));
  }
}
