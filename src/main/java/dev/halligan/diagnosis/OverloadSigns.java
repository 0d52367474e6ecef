package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signs that the API server has, or had, more to do than it can. A process that is starting also
 * answers slowly at first: so slow answers count only when there were several in more than one
 * round of probes.
 *
 * @param slowAnswers slow, stalled and throttled samples since shortly before the bad run
 * @param firstSlow when the first of those began
 * @param host what the hosts say
 */
record OverloadSigns(int slowAnswers, Optional<Instant> firstSlow, HostSigns host) {

  private static final Duration BEFORE_THE_RUN = Duration.ofMinutes(2);
  private static final int FEWEST_SLOW = 3;

  static OverloadSigns of(
      List<Seen> seen,
      List<Instance> instances,
      HostReports hosts,
      DetectionSettings settings,
      Instant now) {
    Instant firstBad = firstBad(instances, now);
    Instant firstGone = firstGone(seen, firstBad, now);
    Instant from = firstBad.minus(BEFORE_THE_RUN);
    List<Seen> slow =
        seen.stream().filter(one -> !one.at().isBefore(from) && one.kind().overloaded()).toList();
    boolean severalRounds =
        slow.size() >= FEWEST_SLOW
            && Duration.between(slow.getFirst().at(), slow.getLast().at())
                    .compareTo(settings.interval().dividedBy(2))
                > 0;
    boolean slowBefore = slow.stream().anyMatch(one -> one.at().isBefore(firstGone));
    return new OverloadSigns(
        severalRounds ? slow.size() : 0,
        severalRounds ? Optional.of(slow.getFirst().at()) : Optional.empty(),
        HostSigns.of(hosts, lastBad(instances, now), firstGone, slowBefore));
  }

  boolean any() {
    return slowAnswers > 0 || byHosts();
  }

  /** Whether the hosts themselves, and not only slow answers, speak for overload. */
  boolean byHosts() {
    return !host.sentences().isEmpty();
  }

  /** What speaks for overload; empty when nothing does. */
  List<String> sentences() {
    Stream<String> slow =
        Stream.of("answers that were slow, late or throttled: %d".formatted(slowAnswers));
    return Stream.concat(slow.limit(slowAnswers > 0 ? 1 : 0), host.sentences().stream()).toList();
  }

  /** Whether slow answers began at least so long before a moment. */
  boolean slowFor(Duration sustainedFor, Instant until) {
    return firstSlow.filter(first -> !first.plus(sustainedFor).isAfter(until)).isPresent();
  }

  private static Instant firstBad(List<Instance> instances, Instant now) {
    return instances.stream()
        .flatMap(one -> one.badSince().stream())
        .min(Instant::compareTo)
        .orElse(now);
  }

  /** From then on nobody was served: an instance may have been away for long before. */
  private static Instant lastBad(List<Instance> instances, Instant now) {
    return instances.stream()
        .flatMap(one -> one.badSince().stream())
        .max(Instant::compareTo)
        .orElse(now);
  }

  private static Instant firstGone(List<Seen> seen, Instant firstBad, Instant now) {
    return seen.stream()
        .filter(one -> !one.at().isBefore(firstBad) && one.kind() == SampleKind.GONE)
        .map(Seen::at)
        .findFirst()
        .orElse(now);
  }
}
