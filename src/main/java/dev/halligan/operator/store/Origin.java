package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.recovery.record.RecoveryRecord;
import java.util.Optional;

/**
 * What created a request. It is in the spec, where it cannot change, and from the first pass on in
 * the status, which only Halligan writes. Labels are for people's selectors and prove nothing here.
 * Pure.
 */
public final class Origin {
  private Origin() {}

  /** Empty for a request that an earlier version has worked on without recording its origin. */
  public static Optional<Trigger> of(RecoveryRequest request) {
    RecoveryRequestStatus status = request.getStatus();
    Trigger noted = status == null ? null : status.trigger();
    if (noted != null) {
      return Optional.of(noted);
    }
    Trigger said = request.getSpec() == null ? null : request.getSpec().trigger();
    return said != null || status != null ? Optional.ofNullable(said) : Optional.of(Trigger.MANUAL);
  }

  static boolean isManual(RecoveryRequest request) {
    return of(request).filter(Trigger.MANUAL::equals).isPresent();
  }

  /** The same request, with its origin in the status that the next journal entry stores. */
  public static RecoveryRequest noted(RecoveryRequest request) {
    of(request)
        .ifPresent(
            trigger -> {
              RecoveryRecord record = new RecoveryRecord(request.getStatus());
              record.trigger(trigger);
              request.setStatus(record.status());
            });
    return request;
  }
}
