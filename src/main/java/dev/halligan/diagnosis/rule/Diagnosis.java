package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.EndpointState;
import dev.halligan.diagnosis.signal.SampleKind;
import dev.halligan.diagnosis.signal.SampleRun;
import dev.halligan.probe.Lane;
import dev.halligan.probe.Sample;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Turns samples and evidence into a verdict. Pure: the same arguments give the same verdict. */
public final class Diagnosis {

  private static final int SUSPICIOUS = 2;

  private static final List<Rule> CHAIN =
      List.of(
          new InsufficientSamplesRule(),
          new UnreachableRule(),
          new DownRule(),
          new RollingRestartRule(),
          new EtcdFailingRule(),
          new SlowPathRule(),
          new OverloadedRule(),
          new IntermittentOverloadRule(),
          new OomKilledRule(),
          new CredentialsExpiredRule(),
          new HealthyRule(),
          new InconclusiveRule());

  private Diagnosis() {}

  /**
   * What the samples mean. A state counts once it has lasted for {@code sustainedFor}. One that
   * only half of the samples show counts after twice that, if a host confirms it. After an ill
   * verdict, a cluster is healthy again only after {@code sustainedFor} without a bad sample.
   *
   * @param samples of all lanes and endpoints, in any order; ten minutes of them count
   * @param nodes reports of the hosts, in any order; empty if hosts cannot be asked
   * @param before the previous verdict, null at the start
   */
  public static Verdict of(
      List<Sample> samples,
      List<NodeEvidence> nodes,
      Verdict before,
      DetectionSettings settings,
      Instant now,
      ObserverHealth observer) {
    return ObserverUnhealthyRule.judge(before, settings, now, observer)
        .orElseGet(
            () -> judged(DiagnosisInput.of(samples, nodes, before, settings, now, observer)));
  }

  private static Verdict judged(DiagnosisInput input) {
    return CHAIN.stream()
        .flatMap(rule -> rule.judge(input).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the last rule always answers"));
  }

  /**
   * Whether the last minute alone confirms a healthy verdict, without reading ten minutes of
   * samples: all of its samples are good, and there are enough. Costs a fraction of {@link #of},
   * and is true only if that would give the same verdict.
   *
   * @param lately all samples of the last minute
   */
  public static boolean staysHealthy(
      List<Sample> lately,
      Verdict before,
      DetectionSettings settings,
      Instant now,
      ObserverHealth observer) {
    return before instanceof Verdict.Healthy
        && observer.inDoubtSince(now, settings.sustainedFor()).isEmpty()
        && lately.stream().filter(s -> s.lane() == Lane.ORDINARY).count() > SampleRun.FEWEST
        && lately.stream().allMatch(s -> isGood(s, settings, now))
        && lately.stream()
            .anyMatch(s -> s.at().isAfter(now.minus(settings.interval().multipliedBy(3))));
  }

  private static boolean isGood(Sample sample, DetectionSettings settings, Instant now) {
    return SampleKind.of(sample.result(), settings.slowerThan()) == SampleKind.GOOD
        && !sample.at().isAfter(now);
  }

  /**
   * Whether a host itself, and not only slow answers, shows that its API server is or was
   * overloaded. Arguments as in {@link #of}.
   */
  public static boolean confirmedByHosts(
      List<Sample> samples, List<NodeEvidence> nodes, DetectionSettings settings, Instant now) {
    return DiagnosisInput.of(samples, nodes, null, settings, now, ObserverHealth.FINE)
        .signs()
        .byHosts();
  }

  /**
   * Whether to collect evidence in advance: true from the second consecutive bad sample on the
   * ordinary lane of at least half of the instances.
   */
  public static boolean suspects(List<Sample> samples, DetectionSettings settings) {
    List<ClassifiedSample> seen =
        samples.stream()
            .map(sample -> ClassifiedSample.of(sample, settings.slowerThan()))
            .sorted(Comparator.comparing(ClassifiedSample::at))
            .toList();
    List<EndpointState> instances = DiagnosisInput.instances(seen, settings, Instant.MIN);
    long suspicious =
        instances.stream()
            .filter(one -> one.bad().filter(bad -> bad.matching() >= SUSPICIOUS).isPresent())
            .count();
    return suspicious > 0 && 2 * suspicious >= instances.size();
  }
}
