package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UnexpectedErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Restores what was changed only for the duration of the recovery, also by steps that failed half
 * way: replica counts, route weights, limits that were grown in place.
 */
public final class RestoreWorkloads implements Action {
  private final List<Action> others;

  public RestoreWorkloads(List<Action> others) {
    this.others = others;
  }

  @Override
  public ActionType type() {
    return ActionType.RESTORE_WORKLOADS;
  }

  @Override
  public boolean needsAdminLane() {
    return true;
  }

  @Override
  public String intent(StepContext step) {
    return "restore replica counts, route weights and limits grown in place, except those that"
        + " someone else has changed";
  }

  @Override
  public Outcome act(StepContext step) {
    List<ControlFailure> failures = new ArrayList<>();
    for (int i = 0; i < step.index(); i++) {
      StepContext earlier = step.at(i);
      if (UndoSteps.mayHaveActed(earlier.entry())) {
        others.stream()
            .filter(a -> a.type() == earlier.entry().action())
            .forEach(a -> restore(step, a, earlier, failures));
      }
    }
    if (!failures.isEmpty()) {
      throw together(failures);
    }
    Restored restored = step.progress(Restored.class);
    return restored.steps().isEmpty()
        ? new Outcome.Skipped("no temporary change to restore")
        : new Outcome.Done(String.join("; ", restored.steps().values()), restored);
  }

  /** Each once: a later change by a person stays while the others are retried. */
  private static void restore(
      StepContext step, Action action, StepContext earlier, List<ControlFailure> failures) {
    String name = earlier.entry().name();
    Restored restored = step.progress(Restored.class);
    if (restored.steps().containsKey(name)) {
      return;
    }
    try {
      if (action.isTemporary(earlier)) {
        step.progress(restored.with(name, action.undo(earlier).message()));
      }
    } catch (RuntimeException e) {
      failures.add(UnexpectedErrors.failure(e));
    }
  }

  /** A transient failure comes first, so that the others are retried with it. */
  private static ControlFailure together(List<ControlFailure> failures) {
    ControlFailure first =
        failures.stream()
            .filter(ControlFailure::isTransient)
            .findFirst()
            .orElse(failures.getFirst());
    return new ControlFailure(
        first.reason(),
        failures.stream().map(ControlFailure::getMessage).collect(Collectors.joining("; ")),
        failures.stream().map(ControlFailure::fix).distinct().collect(Collectors.joining("; ")),
        first);
  }
}
