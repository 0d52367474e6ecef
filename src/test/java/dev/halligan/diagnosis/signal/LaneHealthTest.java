package dev.halligan.diagnosis.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.rule.SampleScript;
import dev.halligan.diagnosis.rule.SampleScript.Arrived;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneHealthTest {

  @Test
  void withoutSamplesNothingIsWell() {
    assertThat(LaneHealth.of(List.of()))
        .isEqualTo(
            new LaneHealth(false, Duration.ofSeconds(3), Duration.ofSeconds(3), 0, 0, false));
  }

  @Test
  void aLaneWithoutSamplesIsNotTakenForAFastOne() {
    LaneHealth health = LaneHealth.of(samples("t=0..8/2 ordinary ok 20ms"));

    assertThat(health.adminAnswers()).isFalse();
    assertThat(health.adminP99()).isEqualTo(Duration.ofSeconds(3));
    assertThat(health.ordinaryP99()).isEqualTo(Duration.ofMillis(20));
    assertThat(health.ordinarySuccessPercent()).isEqualTo(100);
    assertThat(health.samples()).isEqualTo(5);
  }

  @Test
  void aQuickRefusalIsNotAQuickAnswer() {
    LaneHealth health = LaneHealth.of(samples("t=0 both ok 20ms", "t=2 both refused"));

    assertThat(health)
        .isEqualTo(
            new LaneHealth(false, Duration.ofSeconds(3), Duration.ofSeconds(3), 50, 4, false));
  }

  @Test
  void theNewestAdminSampleOfAnyInstanceDecides() {
    assertThat(LaneHealth.of(samples("t=0 admin timeout http", "t=2 admin ok 9ms")).adminAnswers())
        .isTrue();
    assertThat(LaneHealth.of(samples("t=0 admin ok 9ms @a", "t=2 admin refused @b")).adminAnswers())
        .isTrue();
    assertThat(LaneHealth.of(samples("t=0 admin status 500 9ms")).adminAnswers()).isFalse();
    assertThat(LaneHealth.of(samples("t=0 admin status 401 9ms")).adminAnswers()).isFalse();
  }

  @Test
  void throttledAndFailedAnswersAreNoSuccesses() {
    LaneHealth health =
        LaneHealth.of(
            samples(
                "t=0 ordinary ok 5ms",
                "t=2 ordinary status 403 5ms",
                "t=4 ordinary status 429 5ms",
                "t=6 ordinary status 503 5ms"));

    assertThat(health.ordinarySuccessPercent()).isEqualTo(50);
  }

  @Test
  void percentilesAreByNearestRank() {
    List<Duration> hundred = IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList();

    assertThat(Percentile.of(hundred, 99)).isEqualTo(Duration.ofMillis(99));
    assertThat(Percentile.of(hundred, 100)).isEqualTo(Duration.ofMillis(100));
    assertThat(Percentile.of(hundred.reversed(), 50)).isEqualTo(Duration.ofMillis(50));
    assertThat(Percentile.of(hundred.subList(0, 10), 99)).isEqualTo(Duration.ofMillis(10));
    assertThat(Percentile.of(hundred.subList(0, 1), 1)).isEqualTo(Duration.ofMillis(1));
  }

  private static List<Sample> samples(String... lines) {
    return SampleScript.read(List.of(lines)).stream()
        .map(event -> ((Arrived) event).sample(0))
        .toList();
  }

  @Test
  void silentIsALaneThatWasAskedEnoughAndNeverAnswered() {
    assertThat(LaneHealth.of(samples("t=0..8/2 admin refused")).adminSilent()).isTrue();
    assertThat(LaneHealth.of(samples("t=0..2/2 admin refused")).adminSilent()).isFalse();
    assertThat(LaneHealth.of(samples("t=0 admin ok 9ms", "t=2..8/2 admin refused")).adminSilent())
        .isFalse();
    assertThat(LaneHealth.of(samples("t=0..8/2 ordinary refused")).adminSilent()).isFalse();
  }
}
