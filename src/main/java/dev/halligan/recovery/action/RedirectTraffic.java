package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.control.Traffic;
import dev.halligan.recovery.action.RouteWeights.Weights;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the weights of HTTPRoutes in the management cluster to the healthy side until
 * RestoreWorkloads.
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
        : "move the traffic of %s to the healthy side until RestoreWorkloads"
            .formatted(names(StepSettings.routes(step.settings())));
  }

  @Override
  public Record prepare(StepContext step) {
    return new RouteWeights(
        StepSettings.routes(step.settings()).stream()
            .map(r -> new Weights(r.namespace(), r.name(), step.traffic().weights(r)))
            .filter(r -> !r.weights().isEmpty())
            .toList());
  }

  @Override
  public Outcome act(StepContext step) {
    List<Route> routes = StepSettings.routes(step.settings());
    if (routes.isEmpty()) {
      return new Outcome.Skipped("the playbook names no route");
    }
    routes.forEach(step.traffic()::redirect);
    return new Outcome.Done("traffic redirected: " + names(routes));
  }

  @Override
  public boolean isTemporary(StepContext step) {
    return true;
  }

  @Override
  public UndoResult undo(StepContext step) {
    Traffic traffic = step.traffic();
    RouteWeights before = step.undo(RouteWeights.class);
    List<String> theirs = new ArrayList<>();
    for (Route route : StepSettings.routes(step.settings())) {
      if (!traffic.restore(route, before.of(route))) {
        theirs.add(name(route));
      }
    }
    return theirs.isEmpty()
        ? new UndoResult.Undone("route weights restored")
        : new UndoResult.KeptExternalChange(
            "route weights changed by someone else and left alone: " + String.join(", ", theirs));
  }

  private static String names(List<Route> routes) {
    return String.join(", ", routes.stream().map(RedirectTraffic::name).toList());
  }

  private static String name(Route route) {
    return route.namespace() + "/" + route.name();
  }
}
