package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.status.ConditionSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Queries of guards and reconcilers over the requests of the namespace. Pure. */
public record RecoveryRequests(List<RecoveryRequest> requests) {
  private static final Comparator<RecoveryRequest> FIRST_COME =
      Comparator.comparing((RecoveryRequest r) -> begunAt(r).isEmpty())
          .thenComparing(r -> r.getMetadata().getCreationTimestamp())
          .thenComparing(r -> r.getMetadata().getName());

  /**
   * The request that recovers the cluster or will: one that has begun, else the oldest; no dry run.
   */
  public Optional<RecoveryRequest> active(String cluster) {
    return of(cluster).filter(RecoveryRequests::isUnfinished).min(FIRST_COME);
  }

  /**
   * How many other clusters have a running request, or one of automation that is about to begin. A
   * request that waits for a person may wait forever: it keeps its fence and does not count.
   */
  public int recoveringElsewhere(String cluster) {
    return (int)
        requests.stream()
            .filter(r -> !isDryRun(r) && isUnfinished(r))
            .filter(r -> begunAt(r).isPresent() ? !isHeld(r) : isAboutToBegin(r))
            .map(RecoveryRequests::cluster)
            .filter(c -> !Objects.equals(c, cluster))
            .distinct()
            .count();
  }

  /**
   * The start times of the cluster's recoveries that raised a fence, and of automation's that
   * succeeded without one.
   */
  public List<Instant> past(String cluster) {
    return of(cluster)
        .filter(r -> hasFenced(r) || hasSucceeded(r) && !Origin.isManual(r))
        .flatMap(r -> begunAt(r).stream())
        .toList();
  }

  /**
   * When the last recovery of the cluster began. A person's request that never acted does not
   * count; automation's does, or a refused request would be created again and again.
   */
  public Optional<Instant> lastAttempt(String cluster) {
    return of(cluster)
        .flatMap(r -> begunAt(r).or(() -> triedAt(r)).stream())
        .max(Comparator.naturalOrder());
  }

  private static boolean isAboutToBegin(RecoveryRequest request) {
    return !Origin.isManual(request) && !StartPolicy.waits(request);
  }

  /** It has begun, and continues only after a person acts. */
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

  /** Whether the recovery has neither succeeded nor failed yet. */
  public static boolean isUnfinished(RecoveryRequest request) {
    RecoveryRequestStatus status = request.getStatus();
    return status == null
        || ConditionSet.of(status.conditions())
            .get(Conditions.SUCCEEDED)
            .filter(c -> !"Unknown".equals(c.getStatus()))
            .isEmpty();
  }

  public static boolean isDryRun(RecoveryRequest request) {
    return request.getSpec() != null && Boolean.TRUE.equals(request.getSpec().dryRun());
  }

  public static String cluster(RecoveryRequest request) {
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
