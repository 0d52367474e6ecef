package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Cohorts;
import dev.halligan.recovery.Gatekeeper;
import dev.halligan.recovery.Moment;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Undoing;
import java.util.Map;

/** Lets clients back cohort by cohort while the gates hold, and lifts the fence when all are in. */
public final class Readmit implements Action {
  @Override
  public ActionType type() {
    return ActionType.READMIT;
  }

  @Override
  public String intent(StepContext step) {
    return "let %s back in shares of %s percent, while the admin lane stays quick; then lift the fence"
        .formatted(
            String.join(
                ", ",
                Cohorts.of(step.situation().cluster()).stream().map(Cohorts.Cohort::name).toList()),
            StepSettings.readmission(step.settings()).shares());
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    return Map.of();
  }

  @Override
  public Outcome act(StepContext step) {
    if (step.ledger().timeline().fencedAt() == null) {
      Confinement.releaseAll(step);
      step.ledger().mark(Moment.READMITTED, step.now());
      return new Outcome.Skipped("no fence was raised, so nobody was shut out");
    }
    if (step.ledger().timeline().readmittedAt() != null) {
      return lift(step); // the fence had expired, and everybody is back and well
    }
    return switch (Gatekeeper.advance(step, Cohorts.of(step.situation().cluster()))) {
      case Gatekeeper.Going going ->
          new Outcome.Again(going.message(), going.after(), going.progress());
      case Gatekeeper.AllIn _ -> lift(step);
    };
  }

  private static Outcome lift(StepContext step) {
    Isolate.lift(step);
    return new Outcome.Done(
        "every cohort is back and the fence is gone"
            + Missing.words(step, "a fence there expires by itself"));
  }

  @Override
  public Undoing undo(StepContext step) {
    return new Undoing.Undone("nothing to take back");
  }
}
