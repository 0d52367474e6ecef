package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.status.ConditionSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a recovery needs an approval, and until when it is worth starting. Pure. */
public final class StartPolicy {
  /** An unanswered request is closed after this much health. */
  public static final Duration HEALTHY_GRACE = Duration.ofMinutes(5);

  /** A request that has not acted for this long needs a current verdict that may act. */
  static final Duration START = Duration.ofMinutes(1);

  /** A person's request waits this long for an approval before health may close it. */
  static final Duration UNANSWERED = Duration.ofMinutes(30);

  private StartPolicy() {}

  /**
   * Every request needs an approval, unless the mode is Automatic, or a person created it and the
   * cluster's settings exempt people. A changed setting does not start a request that already
   * waits, days later; only mode Automatic does, while there is still something to recover.
   */
  public static boolean needsApproval(
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
   * Whether a request has done nothing yet and should be closed: the API server has long been
   * healthy, or the request could not start (a pause, a stop, a change of leader) and the verdict
   * no longer holds. Nothing is lost by that: automation creates a new request if the overload
   * returns. A request that a person is asked about, or has approved, is closed only after health.
   * A request that a person created is closed only if, in addition, nobody approves it.
   */
  public static boolean isObsolete(
      RecoveryRequest request, Optional<Verdict> verdict, Instant now) {
    return !isAborted(request)
        && hasTouchedNothing(request)
        && verdict.filter(v -> isObsolete(request, v, now)).isPresent();
  }

  private static boolean isObsolete(RecoveryRequest request, Verdict verdict, Instant now) {
    return Origin.isManual(request)
        ? isLongWell(verdict, now) && isUnanswered(request, now)
        : isLongWell(verdict, now) || isOutdated(request, verdict, now);
  }

  private static boolean isUnanswered(RecoveryRequest request, Instant now) {
    return waits(request)
        && Question.of(request).filter(q -> !q.since().plus(UNANSWERED).isAfter(now)).isPresent();
  }

  /** Whether the reason for the request may no longer hold, but no verdict is known yet. */
  public static boolean isUnsure(RecoveryRequest request, Optional<Verdict> verdict, Instant now) {
    return !Origin.isManual(request)
        && !isAborted(request)
        && hasTouchedNothing(request)
        && isOld(request, now)
        && !isWithPerson(request)
        && verdict.isEmpty();
  }

  private static boolean isLongWell(Verdict verdict, Instant now) {
    return verdict instanceof Verdict.Healthy && !verdict.since().plus(HEALTHY_GRACE).isAfter(now);
  }

  private static boolean isOutdated(RecoveryRequest request, Verdict verdict, Instant now) {
    return !verdict.mayAct() && isOld(request, now) && !isWithPerson(request);
  }

  private static boolean isOld(RecoveryRequest request, Instant now) {
    return !Instant.parse(request.getMetadata().getCreationTimestamp()).plus(START).isAfter(now);
  }

  /** A person has approved, or is asked about the recovery or a step. */
  private static boolean isWithPerson(RecoveryRequest request) {
    return waits(request)
        || request.getStatus() != null && request.getStatus().approvedBy() != null
        || RequestAnnotations.of(false, annotations(request)).approvedBy().isPresent()
        || steps(request).anyMatch(s -> s.state() == StepState.WAITING_FOR_APPROVAL);
  }

  /** What undoes an act is stored before the act, so without it none was begun. */
  private static boolean hasTouchedNothing(RecoveryRequest request) {
    return steps(request).noneMatch(UndoSteps::hasUndo);
  }

  /** Whether a person wants everything rolled back; deleting a request means that too. */
  public static boolean isAborted(RecoveryRequest request) {
    return Finalizer.isDeleted(request)
        || request.getSpec() != null && Boolean.TRUE.equals(request.getSpec().abort());
  }

  /** Whether a person has been asked and has not answered. */
  public static boolean waits(RecoveryRequest request) {
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
