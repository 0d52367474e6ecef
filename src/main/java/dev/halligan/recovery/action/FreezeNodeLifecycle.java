package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.NodeLifecycle.Method;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import java.time.Duration;
import java.util.Optional;

/**
 * Fenced kubelets cannot renew their leases: after 40 s their nodes look dead, and 5 minutes later
 * their pods are evicted. Until the thaw, Halligan renews the leases or stops the controller that
 * acts on them.
 */
public final class FreezeNodeLifecycle implements Action {
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
  public Record prepare(StepContext step) {
    boolean open = step.context().adminLaneOpen();
    return new FreezeMethod(step.lifecycle().choose(open));
  }

  @Override
  public Outcome act(StepContext step) {
    Method method = method(step);
    step.lifecycle().freeze(method, TTL);
    step.renewed();
    return new Outcome.Done(
        switch (method) {
          case RENEW_LEASES -> "Halligan renews the nodes' leases for them";
          case STOP_CONTROLLER_MANAGER ->
              "the controller manager is stopped; it restarts after 120 s unless Halligan renews"
                  + " the freeze";
        },
        new FreezeMethod(method));
  }

  @Override
  public void keepAlive(StepContext step) {
    if (step.record().isDone(ActionType.THAW)) {
      return;
    }
    if (step.isRenewalDue(EVERY)) {
      keep(step);
    }
  }

  private static void keep(StepContext step) {
    Method method = method(step);
    boolean closed = !step.context().adminLaneOpen() && !step.context().nobodyLooked();
    if (method == Method.RENEW_LEASES && closed) {
      if (step.isRenewalDue(LEASES_HOLD)) {
        stopNext(step);
      }
      return;
    }
    step.lifecycle().freeze(method, TTL);
    step.renewed();
  }

  /** Journaled in this pass and done in the next: an unrecorded stop would never be thawed. */
  private static void stopNext(StepContext step) {
    step.progress(new FreezeMethod(Method.STOP_CONTROLLER_MANAGER));
  }

  /** The method in use now; it may have changed since the step ended. */
  static Method method(StepContext freeze) {
    return Optional.ofNullable(freeze.progress(FreezeMethod.class).method())
        .or(() -> Optional.ofNullable(freeze.undo(FreezeMethod.class).method()))
        .orElse(Method.STOP_CONTROLLER_MANAGER);
  }

  @Override
  public UndoResult undo(StepContext step) {
    step.lifecycle().thaw(method(step));
    return new UndoResult.Undone(
        "the freeze has ended"
            + UnreachableInstances.describe(step, "a freeze there expires by itself"));
  }
}
