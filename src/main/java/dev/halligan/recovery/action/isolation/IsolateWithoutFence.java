package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.time.Instant;

/**
 * What Isolate does where no fence holds: it jails the identity that fills most of the queues, so
 * that the API server has capacity for the rest of the recovery.
 */
record IsolateWithoutFence(StandingFence standing) {
  private static final Duration JAIL_GRACE = Duration.ofSeconds(15);

  /** Whether it was found before that no fence holds. */
  boolean isChosen() {
    return standing.progress().unfenced() != null;
  }

  /** Whether the dominant identity may be jailed. */
  boolean mayJail() {
    return isChosen() || standing.hasForgotten();
  }

  /** Records why there is no fence, so that none is tried again. */
  Outcome because(String why, String fix) {
    StepContext step = standing.step();
    Duration grace =
        Duration.between(step.startedAt(), step.now()).plus(JAIL_GRACE.multipliedBy(2));
    Instant now = step.stamp();
    standing.note(p -> p.withUnfenced("%s. %s".formatted(why, fix)).withUnfencedAt(now));
    step.notes(notes -> notes.withGrace(grace));
    return new Outcome.Again(why, Duration.ofMillis(100));
  }

  /** An overloaded server may need several tries; without a jail the recovery continues too. */
  Outcome confine() {
    StepContext step = standing.step();
    try {
      return over(IdentityJailing.confine(step));
    } catch (ControlFailure e) {
      boolean patient = !step.isOver(standing.progress().unfencedAt(), JAIL_GRACE);
      return e.isTransient() && patient
          ? new Outcome.Again(e.getMessage(), Duration.ofMillis(500))
          : over("jailing failed: " + e.getMessage());
    }
  }

  private Outcome over(String confined) {
    return new Outcome.Skipped(
        "%s. The recovery continues without a fence%s"
            .formatted(standing.progress().unfenced(), confined.isEmpty() ? "" : "; " + confined));
  }
}
