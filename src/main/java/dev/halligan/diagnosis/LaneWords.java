package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the two lanes showed since a moment, in a sentence each. */
record LaneWords(List<Seen> seen, Instant since) {

  String ordinary() {
    List<Seen> lane = lane(true);
    Map<SampleKind, Long> kinds =
        lane.stream()
            .filter(one -> one.kind().bad())
            .collect(
                Collectors.groupingBy(
                    Seen::kind, () -> new EnumMap<>(SampleKind.class), Collectors.counting()));
    return "%d of %d samples of the ordinary lane since %s were bad (%s)."
        .formatted(
            kinds.values().stream().mapToLong(Long::longValue).sum(),
            lane.size(),
            since,
            kinds.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().words())
                .collect(Collectors.joining(", ")));
  }

  /** The gap between the lanes tells full queues from a process that is dying. */
  String admin() {
    List<Seen> lane = lane(false);
    if (lane.isEmpty()) {
      return "The admin lane was not asked.";
    }
    long good = lane.stream().filter(one -> one.kind() == SampleKind.GOOD).count();
    Duration worst =
        Percentile.of(lane.stream().map(one -> Duration.between(one.at(), one.end())).toList(), 99);
    return "%d of %d samples of the admin lane were good, p99 %d ms."
        .formatted(good, lane.size(), worst.toMillis());
  }

  private List<Seen> lane(boolean ordinary) {
    return seen.stream()
        .filter(one -> one.ordinary() == ordinary && !one.at().isBefore(since))
        .toList();
  }
}
