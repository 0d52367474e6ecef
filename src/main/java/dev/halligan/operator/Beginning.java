package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.Ledger;
import dev.halligan.recovery.Moment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The first two moments of a recovery's timeline, which lie before its first pass. Pure. */
final class Beginning {
  /** Put on the request by automation; RFC 3339. */
  static final String ONSET = "halligan.dev/onset-at";

  static final String DETECTED = "halligan.dev/detected-at";

  private Beginning() {}

  /**
   * The record with onset and detection filled in, unless it has a timeline already.
   *
   * @param verdict what the watch says now, for a request made by a person; null when it says
   *     nothing
   */
  static RecoveryRequestStatus of(RecoveryRequest request, Verdict verdict) {
    RecoveryRequestStatus status = request.getStatus();
    if (status != null && status.timeline() != null) {
      return status;
    }
    Ledger ledger = new Ledger(status);
    said(request, ONSET)
        .or(() -> Optional.ofNullable(verdict).filter(Verdict::mayAct).map(Verdict::since))
        .ifPresent(at -> ledger.mark(Moment.ONSET, at));
    ledger.mark(
        Moment.DETECTED,
        said(request, DETECTED)
            .orElseGet(() -> Instant.parse(request.getMetadata().getCreationTimestamp())));
    return ledger.status();
  }

  private static Optional<Instant> said(RecoveryRequest request, String annotation) {
    Map<String, String> annotations = request.getMetadata().getAnnotations();
    try {
      return Optional.ofNullable(annotations).map(a -> a.get(annotation)).map(Instant::parse);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
