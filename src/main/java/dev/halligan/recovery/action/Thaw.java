package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.lifecycle.NodeLifecycle;
import dev.halligan.control.lifecycle.NodeLifecycle.Freshness;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Ends the freeze once the kubelets renew their leases themselves. */
public final class Thaw implements Action {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
    return "end the freeze when 9 of 10 nodes renew their leases themselves, or after 30 s";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    return Map.of();
  }

  @Override
  public Outcome act(StepContext step) {
    Optional<Step> frozen =
        step.ledger().step(ActionType.FREEZE_NODE_LIFECYCLE).filter(s -> s.undo() != null);
    if (frozen.isEmpty()) {
      return new Outcome.Skipped("nothing was frozen");
    }
    NodeLifecycle lifecycle = step.situation().hands().lifecycle();
    Freshness freshness = lifecycle.freshness();
    String words =
        "%d of %d nodes renew their leases".formatted(freshness.fresh(), freshness.nodes());
    boolean fresh = freshness.fresh() * 10 >= freshness.nodes() * 9;
    if (!fresh && Duration.between(step.startedAt(), step.now()).compareTo(PATIENCE) < 0) {
      return new Outcome.Again(words, Duration.ofSeconds(1), step.progress());
    }
    lifecycle.thaw(FreezeNodeLifecycle.method(frozen.get()));
    return new Outcome.Done(
        "thawed; " + words + Missing.words(step, "a freeze there ends by itself"));
  }

  @Override
  public Undoing undo(StepContext step) {
    return new Undoing.Undone("nothing to take back");
  }
}
