package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.NodeLifecycle;
import dev.halligan.control.NodeLifecycle.Method;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.util.Map;

/**
 * Fenced kubelets cannot renew their leases: after 40 s their nodes look dead, and 5 minutes later
 * their pods are evicted. Until the thaw, Halligan renews the leases or stops the controller that
 * acts on them.
 */
public final class FreezeNodeLifecycle implements Action {
  static final String METHOD = "method";
  private static final Duration TTL = Duration.ofSeconds(120);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Leases renewed longer ago than this soon look stale, so the other method must take over. */
  private static final Duration LEASES_HOLD = Duration.ofSeconds(25);

  @Override
  public ActionType type() {
    return ActionType.FREEZE_NODE_LIFECYCLE;
  }

  @Override
  public String intent(StepContext step) {
    return "renew the nodes' leases for them (up to 100 nodes, admin lane open), or else stop the"
        + " controller manager, so that no pod is evicted";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    boolean open = step.pass().adminLaneOpen();
    return Map.of(METHOD, step.lifecycle().choose(open).name());
  }

  @Override
  public Outcome act(StepContext step) {
    Method method = method(step.entry());
    step.lifecycle().freeze(method, TTL);
    step.record().progress(step.index(), keptNow(step));
    return new Outcome.Done(
        switch (method) {
          case RENEW_LEASES -> "Halligan renews the nodes' leases for them";
          case STOP_CONTROLLER_MANAGER ->
              "the controller manager is stopped; it restarts after 120 s unless Halligan renews"
                  + " the freeze";
        },
        Map.of(METHOD, method.name()));
  }

  @Override
  public void keepAlive(StepContext step) {
    if (step.record().isDone(ActionType.THAW)) {
      return;
    }
    if (step.isDue(Steps.KEPT_AT, EVERY)) {
      keep(step);
    }
  }

  private static void keep(StepContext step) {
    Method method = method(step.entry());
    boolean closed = !step.pass().adminLaneOpen() && !step.pass().nobodyLooked();
    if (method == Method.RENEW_LEASES && closed) {
      if (step.isDue(Steps.KEPT_AT, LEASES_HOLD)) {
        stopNext(step);
      }
      return;
    }
    step.lifecycle().freeze(method, TTL);
    step.record().progress(step.index(), keptNow(step));
  }

  /** Journaled in this pass and done in the next: an unrecorded stop would never be thawed. */
  private static void stopNext(StepContext step) {
    String stop = Method.STOP_CONTROLLER_MANAGER.name();
    step.record().progress(step.index(), Steps.plus(step.progress(), METHOD, stop));
  }

  /** The method in use now; it may have changed since the step ended. */
  static Method method(Step freeze) {
    String first = freeze.undo().getOrDefault(METHOD, Method.STOP_CONTROLLER_MANAGER.name());
    return Method.valueOf(
        freeze.progress() == null ? first : freeze.progress().getOrDefault(METHOD, first));
  }

  private static Map<String, String> keptNow(StepContext step) {
    return Steps.plus(step.progress(), Steps.KEPT_AT, Timestamps.format(step.now()));
  }

  @Override
  public UndoResult undo(StepContext step) {
    NodeLifecycle lifecycle = step.lifecycle();
    lifecycle.thaw(method(step.entry()));
    return new UndoResult.Undone(
        "the freeze has ended"
            + UnreachableInstances.words(step, "a freeze there expires by itself"));
  }
}
