package dev.halligan.diagnosis.signal;

import dev.halligan.diagnosis.DetectionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signs that the API server is or was overloaded. A starting process also answers slowly at first,
 * so slow answers count only if there were several in more than one round of probes.
 *
 * @param slowAnswers slow, stalled and throttled samples since shortly before the bad run
 * @param firstSlow when the first of those started
 * @param host the signs on the hosts
 */
public record OverloadSigns(int slowAnswers, Optional<Instant> firstSlow, HostOverloadSigns host) {

  private static final Duration BEFORE_THE_RUN = Duration.ofMinutes(2);
  private static final int FEWEST_SLOW = 3;

  static OverloadSigns of(
      List<ClassifiedSample> seen,
      List<EndpointState> instances,
      InstanceReports hosts,
      DetectionSettings settings,
      Instant now) {
    Instant firstBad = firstBad(instances, now);
    Instant firstGone = firstGone(seen, firstBad, now);
    Instant from = firstBad.minus(BEFORE_THE_RUN);
    List<ClassifiedSample> slow =
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
        HostOverloadSigns.of(hosts, lastBad(instances, now), firstGone, slowBefore));
  }

  public boolean any() {
    return slowAnswers > 0 || byHosts();
  }

  /** Whether the hosts themselves, and not only slow answers, show overload. */
  public boolean byHosts() {
    return !host.sentences().isEmpty();
  }

  /** The signs of overload; empty if there are none. */
  public List<String> sentences() {
    Stream<String> slow = Stream.of("slow, late or throttled answers: %d".formatted(slowAnswers));
    return Stream.concat(slow.limit(slowAnswers > 0 ? 1 : 0), host.sentences().stream()).toList();
  }

  /** Whether slow answers started at least that long before a time. */
  public boolean slowFor(Duration sustainedFor, Instant until) {
    return firstSlow.filter(first -> !first.plus(sustainedFor).isAfter(until)).isPresent();
  }

  private static Instant firstBad(List<EndpointState> instances, Instant now) {
    return instances.stream()
        .flatMap(one -> one.badSince().stream())
        .min(Instant::compareTo)
        .orElse(now);
  }

  /** From then on no instance answered in time; one may have been away long before. */
  private static Instant lastBad(List<EndpointState> instances, Instant now) {
    return instances.stream()
        .flatMap(one -> one.badSince().stream())
        .max(Instant::compareTo)
        .orElse(now);
  }

  private static Instant firstGone(List<ClassifiedSample> seen, Instant firstBad, Instant now) {
    return seen.stream()
        .filter(one -> !one.at().isBefore(firstBad) && one.kind() == SampleKind.GONE)
        .map(ClassifiedSample::at)
        .findFirst()
        .orElse(now);
  }
}
