package dev.halligan.recovery.readmission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.recovery.readmission.Readmission.Cohort;
import dev.halligan.recovery.readmission.Readmission.Complete;
import dev.halligan.recovery.readmission.Readmission.Grow;
import dev.halligan.recovery.readmission.Readmission.Halve;
import dev.halligan.recovery.readmission.Readmission.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmissionTest {
  private static final Readmission.Settings SETTINGS =
      new Readmission.Settings(
          List.of(1, 5, 25, 100), Duration.ofSeconds(3), Duration.ofSeconds(1), 50);
  private static final LaneHealth WELL =
      new LaneHealth(true, Duration.ofMillis(90), Duration.ofMillis(120), 100, 6, false);
  private static final LaneHealth SLOW =
      new LaneHealth(true, Duration.ofMillis(1800), Duration.ofMillis(1900), 100, 6, false);
  private static final Duration LONG_AGO = Duration.ofSeconds(4);

  @Test
  void beginsWithTheSmallestShareThatAdmitsSomebody() {
    assertThat(next(WELL, null, new Cohort("nodes", 0, 500)))
        .isInstanceOfSatisfying(Grow.class, g -> assertThat(g.share()).isEqualTo(1));
    assertThat(next(WELL, null, new Cohort("nodes", 0, 20)))
        .isInstanceOfSatisfying(Grow.class, g -> assertThat(g.share()).isEqualTo(5));
    assertThat(next(WELL, null, new Cohort("nodes", 0, 3)))
        .isInstanceOfSatisfying(Grow.class, g -> assertThat(g.share()).isEqualTo(100));
  }

  @Test
  void takesTheCohortsInOrder() {
    assertThat(next(WELL, LONG_AGO, new Cohort("nodes", 100, 0), new Cohort("pods", 0, 400)))
        .isInstanceOfSatisfying(Grow.class, g -> assertThat(g.cohort()).isEqualTo("pods"));
  }

  @Test
  void dwellsBetweenTwoMoves() {
    assertThat(next(WELL, Duration.ofSeconds(1), new Cohort("nodes", 1, 500)))
        .isInstanceOfSatisfying(
            Wait.class, w -> assertThat(w.after()).isEqualTo(Duration.ofSeconds(2)));
  }

  @Test
  void looksOnceMoreBeforeABrokenGateCounts() {
    assertThat(next(SLOW, Duration.ofSeconds(4), new Cohort("pods", 25, 400)))
        .isInstanceOfSatisfying(Wait.class, w -> assertThat(w.reason()).contains("once more"));
  }

  @Test
  void halvesTheLastCohortWhenAGateBreaks() {
    assertThat(
            next(
                SLOW,
                Duration.ofSeconds(7),
                new Cohort("nodes", 100, 0),
                new Cohort("pods", 25, 400)))
        .isInstanceOfSatisfying(
            Halve.class,
            h -> {
              assertThat(h.cohort()).isEqualTo("pods");
              assertThat(h.share()).isEqualTo(12);
              assertThat(h.reason()).contains("1800 ms");
            });
  }

  @Test
  void ordinaryClientsThatAreTurnedAwayBreakTheGate() {
    LaneHealth throttled =
        LaneHealth.of(
            List.of(
                answer(Lane.ADMIN, 200),
                answer(Lane.ORDINARY, 200),
                answer(Lane.ORDINARY, 200),
                answer(Lane.ORDINARY, 429)));

    assertThat(next(throttled, Duration.ofSeconds(7), new Cohort("pods", 25, 400)))
        .isInstanceOfSatisfying(Halve.class, h -> assertThat(h.reason()).contains("66%"));
  }

  private static Sample answer(Lane lane, int status) {
    var timings = new ProbeResult.Timings(Duration.ZERO, Duration.ZERO, Duration.ofMillis(20));
    return new Sample(
        Instant.parse("2024-12-11T15:12:00Z"),
        "cp-0",
        lane,
        new ProbeResult.Answered(status, timings));
  }

  @Test
  void admitsNobodyWhileNothingIsSeen() {
    LaneHealth blind = new LaneHealth(false, Duration.ZERO, Duration.ZERO, 0, 0, false);
    assertThat(next(blind, null, new Cohort("nodes", 0, 500))).isInstanceOf(Wait.class);
  }

  @Test
  void isCompleteOnlyAfterTheLastShareHasDwelt() {
    assertThat(next(WELL, Duration.ofSeconds(1), new Cohort("rest", 100, 0)))
        .isInstanceOf(Wait.class);
    assertThat(next(WELL, LONG_AGO, new Cohort("rest", 100, 0))).isInstanceOf(Complete.class);
  }

  private static Readmission.Move next(LaneHealth lanes, Duration sinceMove, Cohort... cohorts) {
    return Readmission.next(List.of(cohorts), lanes, sinceMove, SETTINGS);
  }
}
