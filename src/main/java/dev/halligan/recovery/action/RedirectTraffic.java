package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.control.traffic.Traffic;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Undoing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves the weights of HTTPRoutes in the management cluster to the healthy side, until the restore.
 */
public final class RedirectTraffic implements Action {
  @Override
  public ActionType type() {
    return ActionType.REDIRECT_TRAFFIC;
  }

  @Override
  public String intent(StepContext step) {
    return StepSettings.routes(step.settings()).isEmpty()
        ? "nothing: the playbook names no route"
        : "move the weights of " + StepSettings.routes(step.settings());
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    Map<String, String> before = new LinkedHashMap<>();
    for (Route route : StepSettings.routes(step.settings())) {
      step.situation()
          .hands()
          .traffic()
          .weights(route)
          .forEach((backend, weight) -> before.put(prefix(route) + backend, weight.toString()));
    }
    return before;
  }

  @Override
  public Outcome act(StepContext step) {
    List<Route> routes = StepSettings.routes(step.settings());
    if (routes.isEmpty()) {
      return new Outcome.Skipped("the playbook names no route");
    }
    routes.forEach(step.situation().hands().traffic()::redirect);
    return new Outcome.Done(
        "redirected: " + String.join(", ", routes.stream().map(RedirectTraffic::name).toList()));
  }

  @Override
  public boolean isTemporary(StepContext step) {
    return true;
  }

  @Override
  public Undoing undo(StepContext step) {
    Traffic traffic = step.situation().hands().traffic();
    List<String> theirs = new ArrayList<>();
    for (Route route : StepSettings.routes(step.settings())) {
      if (!traffic.restore(route, before(step, route))) {
        theirs.add(name(route));
      }
    }
    return theirs.isEmpty()
        ? new Undoing.Undone("weights as before")
        : new Undoing.KeptTheirs(
            "changed by a person meanwhile and left so: " + String.join(", ", theirs));
  }

  private static Map<String, Integer> before(StepContext step, Route route) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    step.undo()
        .forEach(
            (key, weight) -> {
              if (key.startsWith(prefix(route))) {
                weights.put(key.substring(prefix(route).length()), Integer.valueOf(weight));
              }
            });
    return weights;
  }

  private static String name(Route route) {
    return route.namespace() + "/" + route.name();
  }

  private static String prefix(Route route) {
    return name(route) + "/";
  }
}
