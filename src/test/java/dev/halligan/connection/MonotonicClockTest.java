package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonotonicClockTest {
  private final ManualClock wall = new ManualClock();
  private final ManualClock steady = new ManualClock();
  private final MonotonicClock clock = new MonotonicClock(wall, steady::nanos);

  @Test
  void isWallTimeAsLongAsNobodySetsThat() {
    for (int i = 0; i < 100; i++) {
      bothPass(Duration.ofMillis(1_700));

      assertThat(clock.instant()).isEqualTo(wall.instant());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-600, 600, -86_400, 86_400})
  void doesNotJumpWithIt(int seconds) {
    Instant before = clock.instant();

    wall.pass(Duration.ofSeconds(seconds));
    assertThat(clock.instant()).isEqualTo(before);
    bothPass(Duration.ofMinutes(1));

    assertThat(Duration.between(before, clock.instant()))
        .isBetween(Duration.ofSeconds(57), Duration.ofSeconds(63));
  }

  @ParameterizedTest
  @ValueSource(ints = {-600, 600})
  void agreesWithItAgainAfterAWhile(int seconds) {
    wall.pass(Duration.ofSeconds(seconds));
    Instant before = clock.instant();

    for (int minute = 0; minute < 201; minute++) {
      bothPass(Duration.ofMinutes(1));
      assertThat(clock.instant()).isAfter(before);
      before = clock.instant();
    }

    assertThat(clock.instant()).isEqualTo(wall.instant());
  }

  @Test
  void followsTheSlownessOfAnAdjustedWallClockAtOnce() {
    for (int i = 0; i < 1000; i++) {
      bothPass(Duration.ofSeconds(1));
      wall.pass(Duration.ofNanos(500_000)); // the most by which adjtimex(2) slews
      clock.instant();
    }

    assertThat(clock.instant()).isEqualTo(wall.instant());
  }

  private void bothPass(Duration time) {
    steady.pass(time);
    wall.pass(time);
  }
}
