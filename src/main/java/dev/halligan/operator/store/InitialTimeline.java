package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.TimelineEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The first two times of a recovery's timeline, from before its first pass. Pure. */
public final class InitialTimeline {
  /** On a request created by automation: when the overload began; RFC 3339. */
  static final String ONSET = "halligan.dev/onset-at";

  /** On a request created by automation: when the overload was detected; RFC 3339. */
  static final String DETECTED = "halligan.dev/detected-at";

  private InitialTimeline() {}

  /**
   * The record with onset and detection filled in, unless it already has a timeline.
   *
   * @param verdict the monitor's current verdict, for a request created by a person; null if there
   *     is none
   */
  public static RecoveryRequestStatus of(RecoveryRequest request, Verdict verdict) {
    RecoveryRequestStatus status = request.getStatus();
    if (status != null && status.timeline() != null) {
      return status;
    }
    RecoveryRecord record = new RecoveryRecord(status);
    said(request, ONSET)
        .or(() -> Optional.ofNullable(verdict).filter(Verdict::mayAct).map(Verdict::since))
        .ifPresent(at -> record.mark(TimelineEvent.ONSET, at));
    record.mark(
        TimelineEvent.DETECTED,
        said(request, DETECTED)
            .orElseGet(() -> Instant.parse(request.getMetadata().getCreationTimestamp())));
    return record.status();
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
