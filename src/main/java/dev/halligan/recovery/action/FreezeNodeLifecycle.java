package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.lifecycle.NodeLifecycle;
import dev.halligan.control.lifecycle.NodeLifecycle.Method;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Fenced kubelets cannot renew their leases: after 40 s their nodes look dead, and 5 minutes later
 * pods are evicted. Until the thaw somebody else keeps them alive, or nobody looks.
 */
public final class FreezeNodeLifecycle implements Action {
  static final String METHOD = "method";
  private static final String KEPT_AT = "keptAt";
  private static final Duration TTL = Duration.ofSeconds(120);
  private static final Duration EVERY = Duration.ofSeconds(10);

  @Override
  public ActionType type() {
    return ActionType.FREEZE_NODE_LIFECYCLE;
  }

  @Override
  public String intent(StepContext step) {
    return "renew the nodes' leases in their name (up to 100 nodes, admin lane open), else stop the"
        + " controller-manager, so that no pod is evicted";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    boolean open = step.situation().adminLaneOpen();
    return Map.of(METHOD, step.situation().hands().lifecycle().choose(open).name());
  }

  @Override
  public Outcome act(StepContext step) {
    Method method = method(step.undo());
    step.situation().hands().lifecycle().freeze(method, TTL);
    step.ledger().progress(step.index(), keptNow(step));
    return new Outcome.Done(
        switch (method) {
          case RENEW_LEASES -> "the nodes' leases are renewed in their name";
          case STOP_CONTROLLER_MANAGER ->
              "the controller-manager is stopped for at most 120 s unless kept";
        },
        Map.of(METHOD, method.name()));
  }

  @Override
  public void upkeep(StepContext step) {
    if (step.ledger().isDone(ActionType.THAW)) {
      return;
    }
    Method method = method(step.undo());
    boolean due =
        !step.now()
            .isBefore(
                Instant.parse(step.progress().getOrDefault(KEPT_AT, step.entry().startedAt()))
                    .plus(EVERY));
    if (due && (method == Method.STOP_CONTROLLER_MANAGER || step.situation().adminLaneOpen())) {
      step.situation().hands().lifecycle().freeze(method, TTL);
      step.ledger().progress(step.index(), keptNow(step));
    }
  }

  static Method method(Map<String, String> undo) {
    return Method.valueOf(undo.getOrDefault(METHOD, Method.STOP_CONTROLLER_MANAGER.name()));
  }

  private static Map<String, String> keptNow(StepContext step) {
    return Steps.plus(step.progress(), KEPT_AT, Times.format(step.now()));
  }

  @Override
  public Undoing undo(StepContext step) {
    NodeLifecycle lifecycle = step.situation().hands().lifecycle();
    lifecycle.thaw(method(step.undo()));
    return new Undoing.Undone(
        "node lifecycle goes its own way again"
            + Missing.words(step, "a freeze there ends by itself"));
  }
}
