package dev.halligan.operator.request;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.status.ConditionSet;
import java.time.Instant;

/** The conditions of a request that the engine did not run for. Pure. */
final class RequestStatus {
  private RequestStatus() {}

  /** Ends a request that never started. */
  static RecoveryRequestStatus refused(
      RecoveryRequestStatus before,
      long generation,
      RequestResolution.Refused refused,
      Instant now) {
    String message = refused.message() + ". Nothing was done to the cluster.";
    ConditionSet conditions =
        of(before)
            .with(Conditions.PLANNED, "False", refused.reason(), message, generation, now)
            .with(Conditions.PROGRESSING, "False", Reasons.PLAN_REFUSED, message, generation, now)
            .with(Conditions.STALLED, "False", Reasons.PLAN_REFUSED, message, generation, now)
            .with(Conditions.SUCCEEDED, "False", refused.reason(), message, generation, now);
    return with(before, conditions, generation);
  }

  /** Ends a request that did not start before there was nothing left to recover. */
  static RecoveryRequestStatus noLongerNeeded(
      RecoveryRequestStatus before, long generation, String message, Instant now) {
    String reason = Reasons.NO_LONGER_NEEDED;
    return with(
        before,
        of(before)
            .with(Conditions.PROGRESSING, "False", reason, message, generation, now)
            .with(Conditions.STALLED, "False", reason, message, generation, now)
            .with(Conditions.SUCCEEDED, "False", reason, message, generation, now),
        generation);
  }

  /** Reports that a running recovery cannot continue for now; Halligan retries. */
  static RecoveryRequestStatus stalled(
      RecoveryRequestStatus before, long generation, String reason, String message, Instant now) {
    return with(
        before,
        of(before).with(Conditions.STALLED, "True", reason, message, generation, now),
        generation);
  }

  private static ConditionSet of(RecoveryRequestStatus before) {
    return ConditionSet.of(before == null ? null : before.conditions());
  }

  private static RecoveryRequestStatus with(
      RecoveryRequestStatus s, ConditionSet conditions, long generation) {
    RecoveryRequestStatus status = s == null ? RecoveryRequestStatus.empty() : s;
    return status.withConditions(conditions.conditions()).withObservedGeneration(generation);
  }
}
