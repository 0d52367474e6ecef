package dev.halligan.recovery.action;

import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What Isolate does where no fence can be had: who fills the queues by itself is confined inside
 * the API server, so that it has time for the rest of the recovery.
 */
final class Unfenced {
  private static final String WHY = "unfenced";
  private static final String SINCE = "unfencedSince";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Unfenced() {}

  static boolean is(StepContext step) {
    return step.progress().containsKey(WHY);
  }

  /** Remembers why there is none, so that none is tried again. */
  static Outcome because(StepContext step, String why, String fix) {
    Duration grace = Duration.between(step.startedAt(), step.now()).plus(PATIENCE.multipliedBy(2));
    Map<String, String> progress = new HashMap<>(step.progress());
    progress.put(WHY, "%s. %s".formatted(why, fix));
    progress.put(SINCE, Times.format(step.now()));
    progress.put(Steps.GRACE, grace.toString());
    return new Outcome.Again(why, Duration.ofMillis(100), Map.copyOf(progress));
  }

  /** A drowning server may need to be asked more than once; the recovery goes on without, too. */
  static Outcome confine(StepContext step) {
    try {
      return over(step, Confinement.confine(step));
    } catch (ControlFailure e) {
      boolean patient = !step.isDue(SINCE, PATIENCE);
      return e.isTransient() && patient
          ? new Outcome.Again(e.getMessage(), Duration.ofMillis(500), step.progress())
          : over(step, "not confined: " + e.getMessage());
    }
  }

  private static Outcome over(StepContext step, String confined) {
    return new Outcome.Skipped(
        "%s. The recovery goes on without%s"
            .formatted(step.progress().get(WHY), confined.isEmpty() ? "" : "; " + confined));
  }
}
