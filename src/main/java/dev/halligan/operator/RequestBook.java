package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.recovery.ConditionSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The requests of the namespace, as guards and reconcilers ask about them. Pure. */
record RequestBook(List<RecoveryRequest> requests) {
  private static final Comparator<RecoveryRequest> FIRST_COME =
      Comparator.comparing((RecoveryRequest r) -> begunAt(r).isEmpty())
          .thenComparing(r -> r.getMetadata().getCreationTimestamp())
          .thenComparing(r -> r.getMetadata().getName());

  /**
   * The request that recovers the cluster, or is to: one that began, else the oldest. No dry runs.
   */
  Optional<RecoveryRequest> active(String cluster) {
    return of(cluster).filter(RequestBook::isUnfinished).min(FIRST_COME);
  }

  /**
   * How many other clusters have a request that goes on, or one of automation that is to begin. One
   * that waits for a person may wait for ever: it keeps its fence, and holds up nobody.
   */
  int recoveringElsewhere(String cluster) {
    return (int)
        requests.stream()
            .filter(r -> !isDryRun(r) && isUnfinished(r))
            .filter(r -> begunAt(r).isPresent() ? !isHeld(r) : isAboutToBegin(r))
            .map(RequestBook::cluster)
            .filter(c -> !Objects.equals(c, cluster))
            .distinct()
            .count();
  }

  /**
   * When the recoveries of the cluster began that raised a fence, and automation's that ended well
   * without one.
   */
  List<Instant> past(String cluster) {
    return of(cluster)
        .filter(r -> hasFenced(r) || hasSucceeded(r) && !Origin.isManual(r))
        .flatMap(r -> begunAt(r).stream())
        .toList();
  }

  /**
   * When the last recovery of the cluster began. A person's request that never acted does not
   * count; automation's does, or one that is refused would be made again and again.
   */
  Optional<Instant> lastAttempt(String cluster) {
    return of(cluster)
        .flatMap(r -> begunAt(r).or(() -> triedAt(r)).stream())
        .max(Comparator.naturalOrder());
  }

  private static boolean isAboutToBegin(RecoveryRequest request) {
    return !Origin.isManual(request) && !Waiting.waits(request);
  }

  /** It has begun, and goes on only when a person does something. */
  private static boolean isHeld(RecoveryRequest request) {
    return ConditionSet.of(request.getStatus().conditions()).isTrue(Conditions.STALLED);
  }

  private static boolean hasFenced(RecoveryRequest request) {
    return request.getStatus() != null
        && request.getStatus().timeline() != null
        && request.getStatus().timeline().fencedAt() != null;
  }

  private static boolean hasSucceeded(RecoveryRequest request) {
    return request.getStatus() != null
        && ConditionSet.of(request.getStatus().conditions()).isTrue(Conditions.SUCCEEDED);
  }

  private static Optional<Instant> triedAt(RecoveryRequest request) {
    return !Origin.isManual(request) && !isUnfinished(request)
        ? Optional.of(Instant.parse(request.getMetadata().getCreationTimestamp()))
        : Optional.empty();
  }

  /** Whether the recovery has not ended, well or otherwise. */
  static boolean isUnfinished(RecoveryRequest request) {
    RecoveryRequestStatus status = request.getStatus();
    return status == null
        || ConditionSet.of(status.conditions())
            .get(Conditions.SUCCEEDED)
            .filter(c -> !"Unknown".equals(c.getStatus()))
            .isEmpty();
  }

  static boolean isDryRun(RecoveryRequest request) {
    return request.getSpec() != null && Boolean.TRUE.equals(request.getSpec().dryRun());
  }

  static String cluster(RecoveryRequest request) {
    return request.getSpec() == null || request.getSpec().cluster() == null
        ? null
        : request.getSpec().cluster().name();
  }

  private Stream<RecoveryRequest> of(String cluster) {
    return requests.stream().filter(r -> !isDryRun(r) && Objects.equals(cluster(r), cluster));
  }

  static Optional<Instant> begunAt(RecoveryRequest request) {
    return Optional.ofNullable(request.getStatus()).map(RecoveryRequestStatus::steps).stream()
        .flatMap(List::stream)
        .map(RecoveryRequestStatus.Step::startedAt)
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .min(Comparator.naturalOrder());
  }
}
