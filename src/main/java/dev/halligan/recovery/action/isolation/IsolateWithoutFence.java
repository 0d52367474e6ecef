package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What Isolate does where no fence holds: it jails the identity that fills most of the queues, so
 * that the API server has capacity for the rest of the recovery.
 */
final class IsolateWithoutFence {
  private static final String WHY = "unfenced";
  private static final String SINCE = "unfencedSince";
  private static final Duration JAIL_GRACE = Duration.ofSeconds(15);

  private IsolateWithoutFence() {}

  static boolean is(StepContext step) {
    return step.progress().containsKey(WHY);
  }

  /** Records why there is no fence, so that none is tried again. */
  static Outcome because(StepContext step, String why, String fix) {
    Duration grace =
        Duration.between(step.startedAt(), step.now()).plus(JAIL_GRACE.multipliedBy(2));
    Map<String, String> progress = new HashMap<>(step.progress());
    progress.put(WHY, "%s. %s".formatted(why, fix));
    progress.put(SINCE, Timestamps.format(step.now()));
    progress.put(Steps.GRACE, grace.toString());
    return new Outcome.Again(why, Duration.ofMillis(100), Map.copyOf(progress));
  }

  /** An overloaded server may need several tries; without a jail the recovery continues too. */
  static Outcome confine(StepContext step) {
    try {
      return over(step, IdentityJailing.confine(step));
    } catch (ControlFailure e) {
      boolean patient = !step.isDue(SINCE, JAIL_GRACE);
      return e.isTransient() && patient
          ? new Outcome.Again(e.getMessage(), Duration.ofMillis(500), step.progress())
          : over(step, "jailing failed: " + e.getMessage());
    }
  }

  private static Outcome over(StepContext step, String confined) {
    return new Outcome.Skipped(
        "%s. The recovery continues without a fence%s"
            .formatted(step.progress().get(WHY), confined.isEmpty() ? "" : "; " + confined));
  }
}
