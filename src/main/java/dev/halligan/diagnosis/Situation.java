package dev.halligan.diagnosis;

import dev.halligan.probe.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Everything the rules look at, ordered and without what lies in the future or too far back.
 *
 * @param fromTheFuture samples left out because their time is after {@code now}
 * @param before the verdict so far; {@code Unknown} when there was none
 * @param observer what was timed while it doubted itself is left out of {@code seen}
 */
record Situation(
    List<Seen> seen,
    List<Instance> instances,
    int fromTheFuture,
    OverloadSigns signs,
    HostReports hosts,
    Verdict before,
    DetectionSettings settings,
    Instant now,
    ObserverHealth observer) {

  private static final Duration MEMORY = Duration.ofMinutes(10);

  static Situation of(
      List<Sample> samples,
      List<NodeEvidence> nodes,
      Verdict before,
      DetectionSettings settings,
      Instant now,
      ObserverHealth observer) {
    List<Seen> seen =
        samples.stream()
            .filter(sample -> !sample.at().isAfter(now) && sample.at().isAfter(now.minus(MEMORY)))
            .map(sample -> Seen.of(sample, settings.slowerThan()))
            .filter(one -> !observer.blurs(one.at(), one.end()))
            .sorted(Comparator.comparing(Seen::at))
            .toList();
    int future = (int) samples.stream().filter(sample -> sample.at().isAfter(now)).count();
    List<Instance> instances = instances(seen, settings, observer.clearSince());
    HostReports hosts =
        HostReports.of(nodes, now, EarlierTrouble.of(seen, troubleSince(instances, now)));
    return new Situation(
        seen,
        instances,
        future,
        OverloadSigns.of(seen, instances, hosts, settings, now),
        hosts,
        before == null ? new Verdict.Unknown(now, List.of()) : before,
        settings,
        now,
        observer);
  }

  /** When what is bad now began; now when nothing is. */
  private static Instant troubleSince(List<Instance> instances, Instant now) {
    return instances.stream()
        .flatMap(one -> Stream.concat(one.bad().stream(), one.marginal().stream()))
        .map(Stretch::from)
        .min(Comparator.naturalOrder())
        .orElse(now);
  }

  /**
   * @param from no run of samples began before
   */
  static List<Instance> instances(List<Seen> seen, DetectionSettings settings, Instant from) {
    Map<String, List<Seen>> byEndpoint = new TreeMap<>();
    seen.forEach(
        one -> byEndpoint.computeIfAbsent(one.endpoint(), _ -> new ArrayList<>()).add(one));
    return byEndpoint.entrySet().stream()
        .map(entry -> Instance.of(entry.getKey(), entry.getValue(), settings.sustainedFor(), from))
        .toList();
  }

  /** Since when what this observer timed is believed. */
  Instant clearSince() {
    return observer.clearSince();
  }

  boolean all(Predicate<Instance> holds) {
    return !instances.isEmpty() && instances.stream().allMatch(holds);
  }

  /** Nobody is served. */
  boolean ill() {
    return most(one -> one.ill(settings.sustainedFor()));
  }

  /** Of few instances every one, of many at least 80 percent. */
  boolean most(Predicate<Instance> holds) {
    long holding = instances.stream().filter(holds).count();
    return holding > 0 && 100 * holding >= (long) Stretch.SHARE * instances.size();
  }

  /** Samples of the ordinary lane whose results came in during the last {@code sustainedFor}. */
  List<Seen> recent() {
    return recent(settings.sustainedFor());
  }

  /** The same of the last {@code time}. */
  List<Seen> recent(Duration time) {
    Instant after = now.minus(time);
    return seen.stream().filter(one -> one.ordinary() && one.end().isAfter(after)).toList();
  }

  /** Whether nearly all recent samples of the ordinary lane are so; false without any. */
  boolean recently(Predicate<SampleKind> kind) {
    List<Seen> recent = recent();
    long so = recent.stream().filter(one -> kind.test(one.kind())).count();
    return so > 0 && 100 * so >= (long) Stretch.SHARE * recent.size();
  }

  /**
   * When the bad run began, the earliest of all instances that are ill. One that says nothing at
   * all may have been away for long: it counts only when the others say nothing either.
   */
  Instant onset() {
    List<Instance> ill =
        instances.stream().filter(one -> one.ill(settings.sustainedFor())).toList();
    List<Instance> speaking =
        ill.stream().filter(one -> !one.silent(settings.sustainedFor())).toList();
    return earliest(
        (speaking.isEmpty() ? ill : speaking)
            .stream().flatMap(one -> one.badSince().stream()).toList());
  }

  /** The earliest of the times, but no later than now; now when there are none. */
  Instant earliest(Collection<Instant> times) {
    return times.stream().min(Comparator.naturalOrder()).filter(now::isAfter).orElse(now);
  }

  /** An outage that changes its face is still the same outage. */
  Instant outageSince(Instant onset) {
    boolean sameOutage = before instanceof Verdict.Overloaded || before instanceof Verdict.Down;
    return sameOutage ? earliest(List.of(before.since(), onset)) : onset;
  }

  /** A state that was there before keeps its beginning. */
  Instant since(Class<? extends Verdict> kind, Instant otherwise) {
    return kind.isInstance(before) ? earliest(List.of(before.since())) : otherwise;
  }
}
