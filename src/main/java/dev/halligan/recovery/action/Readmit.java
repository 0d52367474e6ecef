package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.recovery.action.isolation.IdentityJailing;
import dev.halligan.recovery.action.isolation.Isolate;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.readmission.ClientCohorts;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UnreachableInstances;
import java.time.Instant;

/** Readmits clients cohort by cohort while the gates hold, then lifts the fence. */
public final class Readmit implements Action {
  @Override
  public ActionType type() {
    return ActionType.READMIT;
  }

  @Override
  public String intent(StepContext step) {
    return ("readmit %s in shares of %s percent while the admin lane stays fast, then lift the"
            + " fence")
        .formatted(
            String.join(
                ", ",
                ClientCohorts.of(step.cluster()).stream().map(ClientCohorts.Cohort::name).toList()),
            StepSettings.readmission(step.settings()).shares());
  }

  @Override
  public Outcome act(StepContext step) {
    if (step.record().timeline().fencedAt() == null) {
      IdentityJailing.releaseAll(step);
      step.record().mark(TimelineEvent.READMITTED, step.now());
      return new Outcome.Skipped("no fence was raised, so no client was blocked");
    }
    if (step.record().timeline().readmittedAt() != null) {
      return lift(step); // the fence had expired, and the cluster is healthy with every client back
    }
    Instant movedAt = step.progress(LastMove.class).movedAt();
    return switch (ReadmissionStep.advance(step, ClientCohorts.of(step.cluster()), movedAt)) {
      case ReadmissionStep.Going going -> {
        step.progress(new LastMove(going.movedAt()));
        yield new Outcome.Again(going.message(), going.after());
      }
      case ReadmissionStep.AllIn _ -> lift(step);
    };
  }

  private static Outcome lift(StepContext step) {
    IdentityJailing.releaseAll(step);
    Isolate.lift(step);
    return new Outcome.Done(
        "every cohort is readmitted and the fence is lifted"
            + UnreachableInstances.describe(step, "a fence there expires by itself"));
  }
}
