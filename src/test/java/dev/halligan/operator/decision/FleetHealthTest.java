package dev.halligan.operator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import dev.halligan.probe.Sample;
import dev.halligan.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetHealthTest {
  private static final Timings NONE = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  private static final ProbeResult SILENT = new ProbeResult.TimedOut(Phase.TCP, NONE);

  private final ManualClock clock = new ManualClock();
  private final FleetHealth fleet = new FleetHealth(clock);

  static Stream<ProbeResult> words() {
    return Stream.of(
        new ProbeResult.Answered(503, NONE),
        new ProbeResult.Refused(NONE),
        new ProbeResult.TimedOut(Phase.TLS, NONE),
        new ProbeResult.TimedOut(Phase.HTTP, NONE),
        new ProbeResult.Broken(Phase.TLS, NONE),
        new ProbeResult.Untrusted("Expired", NONE));
  }

  @ParameterizedTest
  @MethodSource("words")
  void aWordOnAnyPathIsNoDarkness(ProbeResult word) {
    fleet.see("eu-1", List.of(sample(SILENT), sample(word)), false);

    assertThat(fleet.dark()).isZero();
  }

  @Test
  void darkIsWhoSaysNothingOnAnyPath() {
    fleet.see("eu-1", List.of(sample(SILENT), sample(new ProbeResult.NoRoute(NONE))), false);
    fleet.see("eu-2", List.of(sample(SILENT)), true);
    fleet.see("eu-3", List.of(), false);

    assertThat(fleet.dark()).isEqualTo(1);
    assertThat(fleet.size()).isEqualTo(3);
  }

  @Test
  void aForgottenClusterCountsNoMore() {
    fleet.see("eu-1", List.of(sample(SILENT)), false);
    fleet.forget("eu-1");

    assertThat(fleet.size()).isZero();
  }

  @Test
  void manyNewWatchesAreStartingForAMinuteAndFewAreNot() {
    for (int i = 0; i < 4; i++) {
      fleet.see("eu-" + i, List.of(), false);
    }
    assertThat(fleet.isStarting("eu-0")).isFalse();

    fleet.see("eu-4", List.of(), false);
    assertThat(fleet.isStarting("eu-0")).isTrue();

    clock.pass(Duration.ofSeconds(60));
    assertThat(fleet.isStarting("eu-0")).isFalse();
  }

  @Test
  void oldWatchesAreNotStartingBecauseManyWereAdded() {
    fleet.see("eu-old", List.of(), false);
    clock.pass(Duration.ofSeconds(90));
    for (int i = 0; i < 10; i++) {
      fleet.see("eu-" + i, List.of(), false);
    }

    assertThat(fleet.isStarting("eu-old")).isFalse();
    assertThat(fleet.isStarting("eu-3")).isTrue();
  }

  private static Sample sample(ProbeResult result) {
    return new Sample(Instant.EPOCH, "cp-0", Lane.ADMIN, result);
  }
}
