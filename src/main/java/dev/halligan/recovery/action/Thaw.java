package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.NodeLifecycle;
import dev.halligan.control.NodeLifecycle.Freshness;
import dev.halligan.recovery.record.StepJournal;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UnreachableInstances;
import java.time.Duration;
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
  public Outcome act(StepContext step) {
    Optional<StepContext> frozen = frozen(step);
    if (frozen.isEmpty()) {
      return new Outcome.Skipped("nothing was frozen");
    }
    NodeLifecycle lifecycle = step.lifecycle();
    Freshness freshness = lifecycle.freshness();
    String words =
        "%d of %d nodes renew their own leases".formatted(freshness.fresh(), freshness.nodes());
    boolean fresh = freshness.fresh() * 10 >= freshness.nodes() * 9;
    if (!fresh && Duration.between(step.startedAt(), step.now()).compareTo(RENEWAL_TIMEOUT) < 0) {
      return new Outcome.Again(words, Duration.ofSeconds(1));
    }
    lifecycle.thaw(FreezeNodeLifecycle.method(frozen.get()));
    return new Outcome.Done(
        "thawed; "
            + words
            + UnreachableInstances.describe(step, "a freeze there expires by itself"));
  }

  private static Optional<StepContext> frozen(StepContext step) {
    return step.first(ActionType.FREEZE_NODE_LIFECYCLE)
        .filter(s -> StepJournal.isPrepared(s.entry()));
  }
}
