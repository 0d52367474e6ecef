package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatusStepBuilder;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Requests as caches hold them: whole while they run. Of finished ones only what brakes and history
 * need, because plan, steps and evidence take 80 KB of heap each. Pure.
 */
public final class Abridged {
  private Abridged() {}

  /** Does not modify the request itself. */
  static RecoveryRequest of(RecoveryRequest request) {
    RecoveryRequest copy = new RecoveryRequest();
    copy.setMetadata(
        new ObjectMetaBuilder(request.getMetadata()).withManagedFields(List.of()).build());
    copy.setSpec(request.getSpec());
    copy.setStatus(
        RecoveryRequests.isUnfinished(request) ? request.getStatus() : ended(request.getStatus()));
    return copy;
  }

  private static RecoveryRequestStatus ended(RecoveryRequestStatus status) {
    return status
        .withConditions(
            status.conditions().stream()
                .filter(c -> Conditions.SUCCEEDED.equals(c.getType()))
                .map(Abridged::withoutMessage)
                .toList())
        .withPlan(null)
        .withSteps(begun(status).map(List::of).orElse(null))
        .withCulprits(null)
        .withAdmitted(null)
        .withEpoch(null);
  }

  private static Condition withoutMessage(Condition condition) {
    return new ConditionBuilder(condition).withMessage("").build();
  }

  /** The earliest step tells when the recovery began. */
  private static Optional<Step> begun(RecoveryRequestStatus status) {
    return Optional.ofNullable(status.steps()).stream()
        .flatMap(List::stream)
        .map(Step::startedAt)
        .filter(Objects::nonNull)
        .min(String::compareTo)
        .map(at -> RecoveryRequestStatusStepBuilder.builder().startedAt(at).build());
  }
}
