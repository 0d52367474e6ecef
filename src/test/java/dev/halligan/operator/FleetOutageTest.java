package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import dev.halligan.diagnosis.ObserverDoubt;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.rule.Diagnosis;
import dev.halligan.operator.decision.FleetHealth;
import dev.halligan.policy.ActionLimits;
import dev.halligan.policy.Decision;
import dev.halligan.policy.ObserverState;
import dev.halligan.policy.Policy;
import dev.halligan.policy.PolicyInputs;
import dev.halligan.policy.PolicyInputsBuilder;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import dev.halligan.probe.Sample;
import dev.halligan.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sick fleet is recovered, a blind observer does nothing, whatever the size of either. */
class FleetOutageTest {
  private static final DetectionSettings SETTINGS = DetectionSettings.DEFAULT;
  private static final Instant ONSET = new ManualClock().instant();
  private static final Instant NOW = ONSET.plusSeconds(24);

  /** What happens to some clusters, and whether these are to be recovered. */
  private enum Trouble {
    STOPPED_BY_OVERLOAD(true),
    SLOW(true),
    ACCEPT_QUEUE_FULL(true),
    CUT(false),
    FILTERED(false),
    OBSERVER_SLOW(false),
    PATH_SLOW(false);

    final boolean act;

    Trouble(boolean act) {
      this.act = act;
    }
  }

  static Stream<Arguments> outages() {
    return Stream.of(Trouble.values())
        .flatMap(
            trouble ->
                Stream.of(1, 2, 5, 20, 300)
                    .flatMap(
                        size ->
                            Stream.of(30, 60, 100)
                                .map(share -> Arguments.of(trouble, size, share))));
  }

  @ParameterizedTest(name = "{0}: {2} % of {1}")
  @MethodSource("outages")
  void actsOnTheSickAndOnlyOnThem(Trouble trouble, int size, int share) {
    int sick = Math.max(1, size * share / 100);
    FleetHealth fleet = fleet(trouble, size, sick);

    assertThat(decide(trouble, fleet) instanceof Decision.Act).isEqualTo(trouble.act);
    if (sick < size) {
      assertThat(decide(null, fleet)).isInstanceOf(Decision.Refuse.class);
    }
  }

  private static FleetHealth fleet(Trouble trouble, int size, int sick) {
    ManualClock clock = new ManualClock();
    FleetHealth fleet = new FleetHealth(clock);
    for (int i = 0; i < size; i++) {
      fleet.see("eu-" + i, List.of(), true);
    }
    clock.pass(Duration.ofMinutes(2));
    for (int i = 0; i < size; i++) {
      Trouble own = i < sick ? trouble : null;
      List<Sample> newest =
          samples(own).stream().filter(s -> s.at().isAfter(NOW.minusSeconds(5))).toList();
      fleet.see("eu-" + i, newest, own != Trouble.CUT);
    }
    return fleet;
  }

  private static Decision decide(Trouble trouble, FleetHealth fleet) {
    List<Sample> samples = samples(trouble);
    List<NodeEvidence> hosts = hosts(trouble);
    ObserverHealth health =
        trouble == Trouble.OBSERVER_SLOW
            ? new ObserverHealth(
                List.of(new ObserverDoubt(ObserverDoubt.Sign.SLOW_CANARY, ONSET, NOW)))
            : ObserverHealth.FINE;
    Verdict before = new Verdict.Healthy(ONSET.minusSeconds(60), List.of());
    Verdict verdict = Diagnosis.of(samples, hosts, before, SETTINGS, NOW, health);
    ObserverState observer =
        new ObserverState(
            health.inDoubtSince(NOW, SETTINGS.sustainedFor()).isPresent(),
            fleet.isStarting("eu-0"),
            Diagnosis.confirmedByHosts(samples, hosts, SETTINGS, NOW),
            fleet.size(),
            fleet.dark());
    PolicyInputs inputs =
        PolicyInputsBuilder.builder()
            .mode(Mode.AUTOMATIC)
            .pauses(List.of())
            .breakGlassReady(true)
            .recoveringElsewhere(0)
            .pastRecoveries(List.of())
            .observer(observer)
            .brakes(ActionLimits.DEFAULT)
            .breakGlassMissing(List.of())
            .build();
    return Policy.decide(verdict, inputs, NOW);
  }

  /** Calm for 40 s, then what the trouble does. */
  private static List<Sample> samples(Trouble trouble) {
    List<Sample> samples = new ArrayList<>();
    for (int t = -40; t <= 20; t += 2) {
      ProbeResult result = t < 0 || trouble == null ? answered(20) : result(trouble, t);
      for (Lane lane : Lane.values()) {
        samples.add(new Sample(ONSET.plusSeconds(t), "cp-0", lane, result));
      }
    }
    return samples;
  }

  private static ProbeResult result(Trouble trouble, int t) {
    return switch (trouble) {
      case STOPPED_BY_OVERLOAD -> t < 6 ? timedOut(Phase.HTTP) : new ProbeResult.Refused(took(1));
      case SLOW -> timedOut(Phase.TLS);
      case ACCEPT_QUEUE_FULL, CUT, FILTERED -> timedOut(Phase.TCP);
      case OBSERVER_SLOW, PATH_SLOW -> answered(1500);
    };
  }

  private static List<NodeEvidence> hosts(Trouble trouble) {
    List<NodeEvidence> reports = new ArrayList<>();
    for (int t = -40; t <= 20; t += 4) {
      boolean calm = t < 0 || trouble == null;
      reports.add(calm ? up(t, 60, 0, 80) : report(trouble, t));
    }
    return reports;
  }

  private static NodeEvidence report(Trouble trouble, int t) {
    return switch (trouble) {
      case STOPPED_BY_OVERLOAD -> t < 6 ? up(t, 990, 0, 300) : up(t, 990, 1, 300);
      case SLOW -> up(t, 990, 0, 300);
      case ACCEPT_QUEUE_FULL -> up(t, 990, 0, 4200);
      case CUT -> unreachable(t);
      case FILTERED, OBSERVER_SLOW, PATH_SLOW -> up(t, 60, 0, 80);
    };
  }

  private static NodeEvidence up(int t, int cpuMillis, int kills, int connections) {
    return NodeEvidenceBuilder.builder()
        .at(ONSET.plusSeconds(t))
        .host("10.0.0.1")
        .reachable(true)
        .processRunning(true)
        .cpuMillis(OptionalInt.of(cpuMillis))
        .cpuLimitMillis(OptionalInt.of(1000))
        .memoryBytes(OptionalLong.of(400))
        .memoryLimitBytes(OptionalLong.of(2000))
        .oomKills(OptionalLong.of(kills))
        .restarts(OptionalLong.of(kills))
        .connections(OptionalInt.of(connections))
        .build();
  }

  private static NodeEvidence unreachable(int t) {
    return NodeEvidenceBuilder.builder().at(ONSET.plusSeconds(t)).host("10.0.0.1").build();
  }

  private static ProbeResult answered(int millis) {
    return new ProbeResult.Answered(200, took(millis));
  }

  private static ProbeResult timedOut(Phase phase) {
    return new ProbeResult.TimedOut(phase, took(3000));
  }

  private static Timings took(int millis) {
    return new Timings(Duration.ZERO, Duration.ofMillis(millis), Duration.ZERO);
  }
}
