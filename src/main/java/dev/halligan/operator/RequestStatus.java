package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.recovery.ConditionSet;
import java.time.Instant;

/** The few things that are said of a request without a pass of the engine. Pure. */
final class RequestStatus {
  private RequestStatus() {}

  /** Ends a request that never began. */
  static RecoveryRequestStatus refused(
      RecoveryRequestStatus before, long generation, Resolution.Refused refused, Instant now) {
    String message = refused.message() + ". Nothing was done to the cluster.";
    ConditionSet conditions =
        of(before)
            .with(Conditions.PLANNED, "False", refused.reason(), message, generation, now)
            .with(Conditions.PROGRESSING, "False", Reasons.PLAN_REFUSED, message, generation, now)
            .with(Conditions.STALLED, "False", Reasons.PLAN_REFUSED, message, generation, now)
            .with(Conditions.SUCCEEDED, "False", refused.reason(), message, generation, now);
    return with(before, conditions, generation);
  }

  /** Ends a request that waited for a person until there was nothing left to recover. */
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

  /** Says that a recovery under way cannot go on for now; it is tried again. */
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
    return s == null
        ? new RecoveryRequestStatus(
            conditions.conditions(), null, null, null, null, null, null, generation, null, null)
        : new RecoveryRequestStatus(
            conditions.conditions(),
            s.plan(),
            s.steps(),
            s.timeline(),
            s.culprits(),
            s.admitted(),
            s.epoch(),
            generation,
            s.trigger(),
            s.approvedBy());
  }
}
