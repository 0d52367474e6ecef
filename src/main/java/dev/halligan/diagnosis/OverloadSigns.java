package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signs that the API server has, or had, more to do than it can. A process that is starting also
 * uses all its CPU and answers slowly at first: so CPU counts only from before it was gone, and
 * slow answers only when there were several in more than one round of probes.
 *
 * @param slowAnswers slow, stalled and throttled samples since shortly before the bad run
 * @param firstSlow when the first of those began
 * @param sentences what speaks for overload; empty when nothing does
 */
record OverloadSigns(int slowAnswers, Optional<Instant> firstSlow, List<String> sentences) {

  private static final Duration BEFORE_THE_RUN = Duration.ofMinutes(2);
  private static final int FEWEST_SLOW = 3;
  private static final int FEWEST_AT_CPU_LIMIT = 2;
  private static final int NEAR_LIMIT = 90;

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
    List<String> sentences = new ArrayList<>();
    boolean severalRounds =
        slow.size() >= FEWEST_SLOW
            && Duration.between(slow.getFirst().at(), slow.getLast().at())
                    .compareTo(settings.interval().dividedBy(2))
                > 0;
    if (severalRounds) {
      sentences.add("answers that were slow, late or throttled: %d".formatted(slow.size()));
    }
    boolean slowBefore = slow.stream().anyMatch(one -> one.at().isBefore(firstGone));
    sentences.addAll(hostSigns(hosts, firstGone, slowBefore));
    return new OverloadSigns(
        severalRounds ? slow.size() : 0,
        severalRounds ? Optional.of(slow.getFirst().at()) : Optional.empty(),
        List.copyOf(sentences));
  }

  boolean any() {
    return !sentences.isEmpty();
  }

  /** Whether the hosts themselves, and not only slow answers, speak for overload. */
  boolean byHosts() {
    return sentences.size() > (slowAnswers > 0 ? 1 : 0);
  }

  /** Whether slow answers began at least so long before a moment. */
  boolean slowFor(Duration sustainedFor, Instant until) {
    return firstSlow.filter(first -> !first.plus(sustainedFor).isAfter(until)).isPresent();
  }

  private static List<String> hostSigns(HostReports hosts, Instant firstGone, boolean slowBefore) {
    List<String> signs = new ArrayList<>();
    Instant from = firstGone.minus(BEFORE_THE_RUN);
    if (hosts.newOomKills() > 0) {
      signs.add("kills for memory by the kernel: %d".formatted(hosts.newOomKills()));
    }
    if (hosts.newRestarts() > 0 && slowBefore) {
      signs.add("restarts after slow answers: %d".formatted(hosts.newRestarts()));
    }
    if (hosts.atCpuLimit(from, firstGone, NEAR_LIMIT) >= FEWEST_AT_CPU_LIMIT) {
      signs.add("its CPU use was at the limit");
    }
    if (hosts.nearMemoryLimit(from, firstGone, NEAR_LIMIT) > 0) {
      signs.add("its memory was at 90 % of the limit or more");
    }
    return signs;
  }

  private static Instant firstBad(List<Instance> instances, Instant now) {
    return instances.stream()
        .flatMap(one -> one.badSince().stream())
        .min(Instant::compareTo)
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
