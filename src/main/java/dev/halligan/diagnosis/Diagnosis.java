package dev.halligan.diagnosis;

import dev.halligan.probe.Lane;
import dev.halligan.probe.Sample;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Samples and evidence to a verdict. Pure: the same arguments give the same answer. */
public final class Diagnosis {

  private static final int SUSPICIOUS = 2;

  private static final List<Rule> CHAIN =
      List.of(
          new TooLittleSeen(),
          new CutOff(),
          new ProcessGone(),
          new WarmingUp(),
          new StoreFailing(),
          new SlowPath(),
          new Drowned(),
          new HalfDrowned(),
          new KilledForMemory(),
          new NotTrusted(),
          new AllWell(),
          new StillUndecided());

  private Diagnosis() {}

  /**
   * What the samples mean. A state is believed once it lasted {@code sustainedFor}, one that only
   * half of the samples show after twice that and with a host that agrees, and an ill cluster is
   * called healthy again only after as long a time without a bad sample.
   *
   * @param samples of all lanes and endpoints, in any order; ten minutes of them are looked at
   * @param nodes what the hosts reported, in any order; empty when there is no way to ask them
   * @param before the verdict so far, null at the start
   */
  public static Verdict of(
      List<Sample> samples,
      List<NodeEvidence> nodes,
      Verdict before,
      DetectionSettings settings,
      Instant now,
      ObserverHealth observer) {
    return ObserverInDoubt.judge(before, settings, now, observer)
        .orElseGet(() -> judged(Situation.of(samples, nodes, before, settings, now, observer)));
  }

  private static Verdict judged(Situation situation) {
    return CHAIN.stream()
        .flatMap(rule -> rule.judge(situation).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the last rule always answers"));
  }

  /**
   * Whether a healthy verdict holds by the last minute alone, so that ten minutes of samples need
   * not be looked at: every sample of it is good, and there are some. Costs a fraction of {@link
   * #of}, and says yes only where that would say the same.
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
        && lately.stream().filter(s -> s.lane() == Lane.ORDINARY).count() > Stretch.FEWEST
        && lately.stream().allMatch(s -> isGood(s, settings, now))
        && lately.stream()
            .anyMatch(s -> s.at().isAfter(now.minus(settings.interval().multipliedBy(3))));
  }

  private static boolean isGood(Sample sample, DetectionSettings settings, Instant now) {
    return SampleKind.of(sample.result(), settings.slowerThan()) == SampleKind.GOOD
        && !sample.at().isAfter(now);
  }

  /**
   * Whether a host itself, and not only slow answers, says that its API server has, or had, more to
   * do than it can. Arguments as in {@link #of}.
   */
  public static boolean confirmedByHosts(
      List<Sample> samples, List<NodeEvidence> nodes, DetectionSettings settings, Instant now) {
    return Situation.of(samples, nodes, null, settings, now, ObserverHealth.FINE).signs().byHosts();
  }

  /**
   * Whether to take evidence in advance: true from the second bad sample in a row on the ordinary
   * lane of at least half of the instances.
   */
  public static boolean suspects(List<Sample> samples, DetectionSettings settings) {
    List<Seen> seen =
        samples.stream()
            .map(sample -> Seen.of(sample, settings.slowerThan()))
            .sorted(Comparator.comparing(Seen::at))
            .toList();
    List<Instance> instances = Situation.instances(seen, settings, Instant.MIN);
    long suspicious =
        instances.stream()
            .filter(one -> one.bad().filter(bad -> bad.matching() >= SUSPICIOUS).isPresent())
            .count();
    return suspicious > 0 && 2 * suspicious >= instances.size();
  }
}
