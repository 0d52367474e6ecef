package dev.halligan.e2e.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class OnsetTest {
  /**
   * Four requests a second from {@code from} to {@code to}, each taking what the function says, in
   * milliseconds.
   */
  private static List<LaneSample> lane(double from, double to, DoubleUnaryOperator took) {
    var samples = new ArrayList<LaneSample>();
    for (double at = from; at < to; at += 0.25) {
      samples.add(new LaneSample(at, took.applyAsDouble(at), true, "200"));
    }
    return samples;
  }

  @Test
  void aHealthyLaneHasNone() {
    assertThat(Onset.find(lane(-5, 60, _ -> 20))).isEmpty();
    assertThat(Onset.find(List.of())).isEmpty();
  }

  @Test
  void isTheFirstSlowRequestOfALastingOutage() {
    assertThat(Onset.find(lane(-5, 30, at -> at < 7 ? 20 : 3_000))).hasValue(7);
  }

  @Test
  void oneSlowAnswerIsNoOutage() {
    assertThat(Onset.find(lane(0, 30, at -> at == 4 ? 2_500 : 20))).isEmpty();
  }

  @Test
  void aSlowAnswerLongBeforeTheOutageDoesNotMoveIt() {
    assertThat(Onset.find(lane(0, 40, at -> at == 4 || at >= 20 ? 2_500 : 20))).hasValue(20);
  }

  @Test
  void p99CountsTheOneInTwelveThatIsSlow() {
    // Every second request is slow: half of them answer at once, and still the p99 is above a
    // second.
    assertThat(Onset.find(lane(0, 30, at -> at >= 10 && at % 0.5 == 0 ? 1_500 : 20))).hasValue(10);
  }

  @Test
  void aRefusedRequestIsSlowHoweverSoonItIsRefused() {
    var samples = new ArrayList<>(lane(0, 5, _ -> 20));
    for (double at = 5; at < 20; at += 0.25) {
      samples.add(new LaneSample(at, 1, false, "refused"));
    }
    assertThat(Onset.find(samples)).hasValue(5);
  }

  @Test
  void isNotCalledBeforeItHasLasted() {
    assertThat(Onset.find(lane(0, 11, at -> at < 7 ? 20 : 3_000))).isEmpty();
  }

  @Test
  void slownessBeforeTheRolloutIsNotItsDoing() {
    assertThat(Onset.find(lane(-10, 30, at -> at < -8 ? 3_000 : 20))).isEmpty();
  }
}
