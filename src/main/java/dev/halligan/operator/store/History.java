package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Durations;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RequestHistory;
import dev.halligan.connection.ClusterKey;
import dev.halligan.status.ConditionSet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long finished requests are kept: all that ended within {@code keepFor}, the last {@code
 * recoveries} of each cluster whatever their age, and as many again of those that did nothing.
 *
 * @param recoveries 1 or more
 * @param keepFor at least a day: the brakes count the recoveries of 24 hours
 */
public record History(int recoveries, Duration keepFor) {
  public static final History DEFAULT = new History(10, Duration.ofHours(24));

  private record Shelf(ClusterKey cluster, boolean acted) {}

  public History {
    if (recoveries < 1 || keepFor.compareTo(Duration.ofHours(24)) < 0) {
      throw new IllegalArgumentException(
          "history must keep at least 1 recovery and 24 hours, not %d and %s"
              .formatted(recoveries, keepFor));
    }
  }

  /** What the cluster's spec asks for; the defaults for missing or invalid values. */
  public static History of(ProtectedClusterSpec spec) {
    RequestHistory asked = spec == null ? null : spec.history();
    if (asked == null) {
      return DEFAULT;
    }
    try {
      return new History(
          Optional.ofNullable(asked.recoveries()).orElse(DEFAULT.recoveries()),
          Optional.ofNullable(asked.keepFor()).map(Durations::parse).orElse(DEFAULT.keepFor()));
    } catch (IllegalArgumentException _) {
      return DEFAULT;
    }
  }

  /** The requests to delete, the oldest first; never an unfinished or unmarked one. */
  static List<RecoveryRequest> surplus(
      List<RecoveryRequest> requests, Function<ClusterKey, History> histories, Instant now) {
    Map<Shelf, List<RecoveryRequest>> shelves =
        requests.stream()
            .filter(r -> FinishedMark.isOn(r) && FinishedMark.isRight(r))
            .collect(Collectors.groupingBy(History::shelf));
    return shelves.entrySet().stream()
        .flatMap(e -> histories.apply(e.getKey().cluster()).surplus(e.getValue(), now))
        .sorted(Comparator.comparing(History::endedAt))
        .toList();
  }

  private Stream<RecoveryRequest> surplus(List<RecoveryRequest> shelf, Instant now) {
    return shelf.stream()
        .sorted(Comparator.comparing(History::endedAt).reversed())
        .skip(recoveries)
        .filter(r -> endedAt(r).isBefore(now.minus(keepFor)));
  }

  private static Shelf shelf(RecoveryRequest request) {
    ClusterKey cluster =
        new ClusterKey(request.getMetadata().getNamespace(), RecoveryRequests.cluster(request));
    boolean acted =
        RecoveryRequests.begunAt(request).isPresent() && !RecoveryRequests.isDryRun(request);
    return new Shelf(cluster, acted);
  }

  /** By the condition; a request whose end cannot be read counts from its creation. */
  private static Instant endedAt(RecoveryRequest request) {
    try {
      return ConditionSet.of(request.getStatus().conditions())
          .get(Conditions.SUCCEEDED)
          .map(c -> Instant.parse(c.getLastTransitionTime()))
          .orElseThrow();
    } catch (DateTimeException | NullPointerException _) {
      return Instant.parse(request.getMetadata().getCreationTimestamp());
    }
  }
}
