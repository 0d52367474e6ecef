package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.lifecycle.NodeLifecycle;
import dev.halligan.control.lifecycle.NodeLifecycle.Method;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.util.Map;

/**
 * Fenced kubelets cannot renew their leases: after 40 s their nodes look dead, and 5 minutes later
 * pods are evicted. Until the thaw somebody else keeps them alive, or nobody looks.
 */
public final class FreezeNodeLifecycle implements Action {
  static final String METHOD = "method";
  private static final Duration TTL = Duration.ofSeconds(120);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Leases renewed longer ago than this soon look stale: another way has to be taken in time. */
  private static final Duration LEASES_HOLD = Duration.ofSeconds(25);

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
    Method method = method(step.entry());
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
    if (step.isDue(Steps.KEPT_AT, EVERY)) {
      keep(step);
    }
  }

  private static void keep(StepContext step) {
    Method method = method(step.entry());
    boolean closed = !step.situation().adminLaneOpen() && !step.situation().nobodyLooked();
    if (method == Method.RENEW_LEASES && closed) {
      if (step.isDue(Steps.KEPT_AT, LEASES_HOLD)) {
        stopNext(step);
      }
      return;
    }
    step.situation().hands().lifecycle().freeze(method, TTL);
    step.ledger().progress(step.index(), keptNow(step));
  }

  /** Journaled with this pass and done in the next: nobody would thaw a stop that was forgotten. */
  private static void stopNext(StepContext step) {
    String stop = Method.STOP_CONTROLLER_MANAGER.name();
    step.ledger().progress(step.index(), Steps.plus(step.progress(), METHOD, stop));
  }

  /** How the nodes are kept now; it may have changed since the step was done. */
  static Method method(Step freeze) {
    String first = freeze.undo().getOrDefault(METHOD, Method.STOP_CONTROLLER_MANAGER.name());
    return Method.valueOf(
        freeze.progress() == null ? first : freeze.progress().getOrDefault(METHOD, first));
  }

  private static Map<String, String> keptNow(StepContext step) {
    return Steps.plus(step.progress(), Steps.KEPT_AT, Times.format(step.now()));
  }

  @Override
  public Undoing undo(StepContext step) {
    NodeLifecycle lifecycle = step.situation().hands().lifecycle();
    lifecycle.thaw(method(step.entry()));
    return new Undoing.Undone(
        "node lifecycle goes its own way again"
            + Missing.words(step, "a freeze there ends by itself"));
  }
}
