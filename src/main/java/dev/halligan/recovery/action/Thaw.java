package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.NodeLifecycle;
import dev.halligan.control.NodeLifecycle.Freshness;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Ends the freeze once the kubelets renew their leases themselves. */
public final class Thaw implements Action {
  private static final Duration RENEWAL_TIMEOUT = Duration.ofSeconds(30);

  @Override
  public ActionType type() {
    return ActionType.THAW;
  }

  @Override
  public boolean needsAdminLane() {
    return true;
  }

  @Override
  public String intent(StepContext step) {
    return "end the freeze once 9 of 10 nodes renew their own leases, or after 30 s";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    return Map.of();
  }

  @Override
  public Outcome act(StepContext step) {
    Optional<Step> frozen =
        step.record().step(ActionType.FREEZE_NODE_LIFECYCLE).filter(s -> s.undo() != null);
    if (frozen.isEmpty()) {
      return new Outcome.Skipped("nothing was frozen");
    }
    NodeLifecycle lifecycle = step.lifecycle();
    Freshness freshness = lifecycle.freshness();
    String words =
        "%d of %d nodes renew their own leases".formatted(freshness.fresh(), freshness.nodes());
    boolean fresh = freshness.fresh() * 10 >= freshness.nodes() * 9;
    if (!fresh && Duration.between(step.startedAt(), step.now()).compareTo(RENEWAL_TIMEOUT) < 0) {
      return new Outcome.Again(words, Duration.ofSeconds(1), step.progress());
    }
    lifecycle.thaw(FreezeNodeLifecycle.method(frozen.get()));
    return new Outcome.Done(
        "thawed; " + words + UnreachableInstances.words(step, "a freeze there expires by itself"));
  }

  @Override
  public UndoResult undo(StepContext step) {
    return new UndoResult.Undone("nothing to undo");
  }
}
