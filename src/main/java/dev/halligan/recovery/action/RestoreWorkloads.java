package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Undoing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes back what was changed for the time of the recovery only, also by steps that failed half
 * way: replica counts, route weights, limits grown in place.
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
    return "put replica counts, route weights and limits grown in place back as they were, unless a person changed them meanwhile";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    return Map.of();
  }

  @Override
  public Outcome act(StepContext step) {
    Map<String, String> said = new LinkedHashMap<>();
    for (int i = 0; i < step.index(); i++) {
      StepContext earlier = step.at(i);
      if (Steps.mayHaveActed(earlier.entry())) {
        others.stream()
            .filter(a -> a.type() == earlier.entry().action() && a.isTemporary(earlier))
            .findFirst()
            .ifPresent(a -> said.put(earlier.entry().name(), a.undo(earlier).message()));
      }
    }
    return said.isEmpty()
        ? new Outcome.Skipped("nothing was changed for the time of the recovery")
        : new Outcome.Done(String.join("; ", said.values()), said);
  }

  @Override
  public Undoing undo(StepContext step) {
    return new Undoing.Undone("nothing to take back");
  }
}
