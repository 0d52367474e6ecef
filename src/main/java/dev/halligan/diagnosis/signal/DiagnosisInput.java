package dev.halligan.diagnosis.signal;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.probe.Sample;
import io.soabase.recordbuilder.core.RecordBuilder;
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
 * The input of all rules, ordered and without samples that are in the future or too old.
 *
 * @param fromTheFuture the number of ignored samples that are dated after {@code now}
 * @param before the previous verdict; {@code Unknown} if there was none
 * @param observer samples from while it doubted itself are not in {@code seen}
 */
@RecordBuilder
public record DiagnosisInput(
    List<ClassifiedSample> seen,
    List<EndpointState> instances,
    int fromTheFuture,
    OverloadSigns signs,
    InstanceReports hosts,
    Verdict before,
    DetectionSettings settings,
    Instant now,
    ObserverHealth observer) {

  private static final Duration MEMORY = Duration.ofMinutes(10);

  public static DiagnosisInput of(
      List<Sample> samples,
      List<NodeEvidence> nodes,
      Verdict before,
      DetectionSettings settings,
      Instant now,
      ObserverHealth observer) {
    List<ClassifiedSample> seen =
        samples.stream()
            .filter(sample -> !sample.at().isAfter(now) && sample.at().isAfter(now.minus(MEMORY)))
            .map(sample -> ClassifiedSample.of(sample, settings.slowerThan()))
            .filter(one -> !observer.blurs(one.at(), one.end()))
            .sorted(Comparator.comparing(ClassifiedSample::at))
            .toList();
    int future = (int) samples.stream().filter(sample -> sample.at().isAfter(now)).count();
    List<EndpointState> instances = instances(seen, settings, observer.clearSince());
    InstanceReports hosts =
        InstanceReports.of(nodes, now, EarlierTrouble.of(seen, troubleSince(instances, now)));
    return DiagnosisInputBuilder.builder()
        .seen(seen)
        .instances(instances)
        .fromTheFuture(future)
        .signs(OverloadSigns.of(seen, instances, hosts, settings, now))
        .hosts(hosts)
        .before(before == null ? new Verdict.Unknown(now, List.of()) : before)
        .settings(settings)
        .now(now)
        .observer(observer)
        .build();
  }

  /** When the current trouble began; now if there is none. */
  private static Instant troubleSince(List<EndpointState> instances, Instant now) {
    return instances.stream()
        .flatMap(one -> Stream.concat(one.bad().stream(), one.marginal().stream()))
        .map(SampleRun::from)
        .min(Comparator.naturalOrder())
        .orElse(now);
  }

  /**
   * @param from no run of samples starts before this
   */
  public static List<EndpointState> instances(
      List<ClassifiedSample> seen, DetectionSettings settings, Instant from) {
    Map<String, List<ClassifiedSample>> byEndpoint = new TreeMap<>();
    seen.forEach(
        one -> byEndpoint.computeIfAbsent(one.endpoint(), _ -> new ArrayList<>()).add(one));
    return byEndpoint.entrySet().stream()
        .map(
            entry ->
                EndpointState.of(entry.getKey(), entry.getValue(), settings.sustainedFor(), from))
        .toList();
  }

  /** The time from which this observer's measurements count. */
  public Instant clearSince() {
    return observer.clearSince();
  }

  public boolean all(Predicate<EndpointState> holds) {
    return !instances.isEmpty() && instances.stream().allMatch(holds);
  }

  /** Whether no instance answers in time. */
  public boolean ill() {
    return most(one -> one.ill(settings.sustainedFor()));
  }

  /** Every one of few instances, at least 80 percent of many. */
  public boolean most(Predicate<EndpointState> holds) {
    long holding = instances.stream().filter(holds).count();
    return holding > 0 && 100 * holding >= (long) SampleRun.SHARE * instances.size();
  }

  /** Samples on the ordinary lane with results in the last {@code sustainedFor}. */
  public List<ClassifiedSample> recent() {
    return recent(settings.sustainedFor());
  }

  /** The same for the last {@code time}. */
  public List<ClassifiedSample> recent(Duration time) {
    Instant after = now.minus(time);
    return seen.stream().filter(one -> one.ordinary() && one.end().isAfter(after)).toList();
  }

  /** Whether nearly all recent samples on the ordinary lane match; false if there are none. */
  public boolean recently(Predicate<SampleKind> kind) {
    List<ClassifiedSample> recent = recent();
    long so = recent.stream().filter(one -> kind.test(one.kind())).count();
    return so > 0 && 100 * so >= (long) SampleRun.SHARE * recent.size();
  }

  /**
   * When the bad run began, the earliest of all ill instances. A silent instance may have been away
   * for long, so it counts only if the others are silent too.
   */
  public Instant onset() {
    List<EndpointState> ill =
        instances.stream().filter(one -> one.ill(settings.sustainedFor())).toList();
    List<EndpointState> speaking =
        ill.stream().filter(one -> !one.silent(settings.sustainedFor())).toList();
    return earliest(
        (speaking.isEmpty() ? ill : speaking)
            .stream().flatMap(one -> one.badSince().stream()).toList());
  }

  /** The earliest of the times, but not later than now; now if there are none. */
  public Instant earliest(Collection<Instant> times) {
    return times.stream().min(Comparator.naturalOrder()).filter(now::isAfter).orElse(now);
  }

  /** An outage that changes between Overloaded and Down is still the same outage. */
  public Instant outageSince(Instant onset) {
    boolean sameOutage = before instanceof Verdict.Overloaded || before instanceof Verdict.Down;
    return sameOutage ? earliest(List.of(before.since(), onset)) : onset;
  }

  /** A verdict that already held keeps its start. */
  public Instant since(Class<? extends Verdict> kind, Instant otherwise) {
    return kind.isInstance(before) ? earliest(List.of(before.since())) : otherwise;
  }
}
