package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.recovery.Ledger;
import java.util.Optional;

/**
 * What made a request. It stands in the spec, where it cannot change, and from the first pass on in
 * the status, which only Halligan writes. Labels are for people's selectors and say nothing here.
 * Pure.
 */
final class Origin {
  private Origin() {}

  /** Empty for a request that an earlier version has worked on, which noted no origin. */
  static Optional<Trigger> of(RecoveryRequest request) {
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

  /** The same request, its origin noted in the status that the next journal entry stores. */
  static RecoveryRequest noted(RecoveryRequest request) {
    of(request)
        .ifPresent(
            trigger -> {
              Ledger ledger = new Ledger(request.getStatus());
              ledger.trigger(trigger);
              request.setStatus(ledger.status());
            });
    return request;
  }
}
