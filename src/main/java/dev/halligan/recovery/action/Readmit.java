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
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import java.util.Map;

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
  public Map<String, String> prepare(StepContext step) {
    return Map.of();
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
    return switch (ReadmissionStep.advance(step, ClientCohorts.of(step.cluster()))) {
      case ReadmissionStep.Going going ->
          new Outcome.Again(going.message(), going.after(), going.progress());
      case ReadmissionStep.AllIn _ -> lift(step);
    };
  }

  private static Outcome lift(StepContext step) {
    Isolate.lift(step);
    return new Outcome.Done(
        "every cohort is readmitted and the fence is lifted"
            + UnreachableInstances.words(step, "a fence there expires by itself"));
  }

  @Override
  public UndoResult undo(StepContext step) {
    return new UndoResult.Undone("nothing to undo");
  }
}
