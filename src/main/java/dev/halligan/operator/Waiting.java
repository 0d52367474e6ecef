package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.ConditionSet;
import dev.halligan.recovery.Consent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose yes a recovery waits for, and until when it is worth beginning. Pure. */
final class Waiting {
  /** So long after the last sign of overload an unanswered request is closed. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A request that has not acted for so long needs what was seen to be seen still. */
  static final Duration START = Duration.ofMinutes(1);

  /** So long a person's request waits for an approval before health alone closes it. */
  static final Duration UNANSWERED = Duration.ofMinutes(30);

  private Waiting() {}

  /**
   * Every request needs an approval unless the mode is Automatic, or a person made it and the
   * cluster asks none of people. One that already waits is not started by a changed setting, days
   * later: only by mode Automatic, while there is still something to recover.
   */
  static boolean needsApproval(
      RecoveryRequest request, ProtectedClusterSpec cluster, Optional<Verdict> verdict) {
    if (cluster.mode() == Mode.AUTOMATIC) {
      return waits(request) && verdict.filter(Verdict::mayAct).isEmpty();
    }
    return waits(request) || !(Origin.isManual(request) && isFree(cluster));
  }

  private static boolean isFree(ProtectedClusterSpec cluster) {
    return cluster.approvals() != null
        && cluster.approvals().manual() == Approvals.Manual.NOT_NEEDED;
  }

  /**
   * Whether a request has done nothing yet and is to be closed instead: the API server has long
   * been well, or the request was kept from starting (a pause, a stop, a change of leaders) and
   * what was seen then is not seen now. Automation makes a new one at once when it is seen again,
   * so nothing is lost by closing this one. What a person is asked or approved outlives all but
   * health; what a person asked for, health too, unless nobody approves it.
   */
  static boolean isMoot(RecoveryRequest request, Optional<Verdict> verdict, Instant now) {
    return !isAborted(request)
        && hasTouchedNothing(request)
        && verdict.filter(v -> isMoot(request, v, now)).isPresent();
  }

  private static boolean isMoot(RecoveryRequest request, Verdict verdict, Instant now) {
    return Origin.isManual(request)
        ? isLongWell(verdict, now) && isUnanswered(request, now)
        : isLongWell(verdict, now) || isOutdated(request, verdict, now);
  }

  private static boolean isUnanswered(RecoveryRequest request, Instant now) {
    return waits(request)
        && Question.of(request).filter(q -> !q.since().plus(UNANSWERED).isAfter(now)).isPresent();
  }

  /** Whether what led to the request may no longer hold, with nothing seen yet that tells. */
  static boolean isUnsure(RecoveryRequest request, Optional<Verdict> verdict, Instant now) {
    return !Origin.isManual(request)
        && !isAborted(request)
        && hasTouchedNothing(request)
        && isOld(request, now)
        && !isWithPerson(request)
        && verdict.isEmpty();
  }

  private static boolean isLongWell(Verdict verdict, Instant now) {
    return verdict instanceof Verdict.Healthy && !verdict.since().plus(PATIENCE).isAfter(now);
  }

  private static boolean isOutdated(RecoveryRequest request, Verdict verdict, Instant now) {
    return !verdict.mayAct() && isOld(request, now) && !isWithPerson(request);
  }

  private static boolean isOld(RecoveryRequest request, Instant now) {
    return !Instant.parse(request.getMetadata().getCreationTimestamp()).plus(START).isAfter(now);
  }

  /** A person approved, or is being asked about all of it or a step. */
  private static boolean isWithPerson(RecoveryRequest request) {
    return waits(request)
        || request.getStatus() != null && request.getStatus().approvedBy() != null
        || Consent.of(false, annotations(request)).approvedBy().isPresent()
        || steps(request).anyMatch(s -> s.state() == StepState.WAITING_FOR_APPROVAL);
  }

  /** What undoes an act is stored before it: where there is none, none was begun. */
  private static boolean hasTouchedNothing(RecoveryRequest request) {
    return steps(request).allMatch(s -> s.undo() == null || s.undo().isEmpty());
  }

  /** Whether a person wants everything taken back; to delete a request means that too. */
  static boolean isAborted(RecoveryRequest request) {
    return Finalizer.isDeleted(request)
        || request.getSpec() != null && Boolean.TRUE.equals(request.getSpec().abort());
  }

  /** Whether a person has been asked and has not answered. */
  static boolean waits(RecoveryRequest request) {
    return request.getStatus() != null
        && ConditionSet.of(request.getStatus().conditions())
            .get(Conditions.APPROVED)
            .filter(c -> "False".equals(c.getStatus()))
            .isPresent();
  }

  private static Stream<RecoveryRequestStatus.Step> steps(RecoveryRequest request) {
    return Optional.ofNullable(request.getStatus()).map(RecoveryRequestStatus::steps).stream()
        .flatMap(List::stream);
  }

  private static Map<String, String> annotations(RecoveryRequest request) {
    return Optional.ofNullable(request.getMetadata().getAnnotations()).orElse(Map.of());
  }
}
