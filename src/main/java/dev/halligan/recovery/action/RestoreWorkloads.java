package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Undoing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes back what was changed for the time of the recovery only: replica counts and route weights.
 * The grown API server keeps its size, because giving it back costs a restart; abort or the shrink verb
 * of halligan-node does that in calmer hours.
 */
public final class RestoreWorkloads implements Action {
  private final List<Action> temporary;

  public RestoreWorkloads(Action... temporary) {
    this.temporary = List.of(temporary);
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
    return "put replica counts and route weights back as they were, unless a person changed them meanwhile";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    return Map.of();
  }

  @Override
  public Outcome act(StepContext step) {
    Map<String, String> said = new LinkedHashMap<>();
    for (Action action : temporary) {
      for (int i = 0; i < step.ledger().steps().size(); i++) {
        var entry = step.ledger().step(i);
        if (entry.action() == action.type() && entry.state() == StepState.DONE) {
          var settings = step.ledger().plan().orElseThrow().steps().get(i);
          Undoing undoing = action.undo(new StepContext(settings, i, step.situation(), step.ledger()));
          said.put(entry.name(), undoing.message());
        }
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
