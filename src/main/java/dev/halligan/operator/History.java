package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Durations;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RequestHistory;
import dev.halligan.recovery.ConditionSet;
import dev.halligan.target.ClusterKey;
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
 * How long requests that have ended are kept: all that ended within {@code keepFor}, and the last
 * {@code recoveries} of each cluster however old they are; as many again of those that did nothing.
 *
 * @param recoveries 1 or more
 * @param keepFor at least a day: the brakes count the recoveries of 24 hours
 */
record History(int recoveries, Duration keepFor) {
  static final History DEFAULT = new History(10, Duration.ofHours(24));

  private record Shelf(ClusterKey cluster, boolean acted) {}

  History {
    if (recoveries < 1 || keepFor.compareTo(Duration.ofHours(24)) < 0) {
      throw new IllegalArgumentException(
          "history keeps at least 1 recovery and a day: %d, %s".formatted(recoveries, keepFor));
    }
  }

  /** What the cluster asks for; the defaults where it says nothing, or what no server admits. */
  static History of(ProtectedClusterSpec spec) {
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

  /**
   * What need not be kept, the oldest first; never a request that has not ended or is not marked.
   */
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
        new ClusterKey(request.getMetadata().getNamespace(), RequestBook.cluster(request));
    boolean acted = RequestBook.begunAt(request).isPresent() && !RequestBook.isDryRun(request);
    return new Shelf(cluster, acted);
  }

  /** As the condition has it; a request whose end cannot be read counts from its making. */
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
