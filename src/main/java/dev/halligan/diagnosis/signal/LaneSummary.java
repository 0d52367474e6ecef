package dev.halligan.diagnosis.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A sentence about each lane since a time. */
public record LaneSummary(List<ClassifiedSample> seen, Instant since) {

  public String ordinary() {
    List<ClassifiedSample> lane = lane(true);
    Map<SampleKind, Long> kinds =
        lane.stream()
            .filter(one -> one.kind().bad())
            .collect(
                Collectors.groupingBy(
                    ClassifiedSample::kind,
                    () -> new EnumMap<>(SampleKind.class),
                    Collectors.counting()));
    return "%d of %d probes on the ordinary lane since %s were bad (%s)."
        .formatted(
            kinds.values().stream().mapToLong(Long::longValue).sum(),
            lane.size(),
            since,
            kinds.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().describe())
                .collect(Collectors.joining(", ")));
  }

  /** The gap between the lanes separates full queues from a dying process. */
  public String admin() {
    List<ClassifiedSample> lane = lane(false);
    if (lane.isEmpty()) {
      return "The admin lane was not probed.";
    }
    long good = lane.stream().filter(one -> one.kind() == SampleKind.GOOD).count();
    Duration worst =
        Percentile.of(lane.stream().map(one -> Duration.between(one.at(), one.end())).toList(), 99);
    return "%d of %d probes on the admin lane were good, p99 %d ms."
        .formatted(good, lane.size(), worst.toMillis());
  }

  private List<ClassifiedSample> lane(boolean ordinary) {
    return seen.stream()
        .filter(one -> one.ordinary() == ordinary && !one.at().isBefore(since))
        .toList();
  }
}
