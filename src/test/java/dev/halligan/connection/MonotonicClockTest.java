package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonotonicClockTest {
  private final ManualClock wall = new ManualClock();
  private long nanos = 7;
  private final MonotonicClock clock = new MonotonicClock(wall, () -> nanos);

  @Test
  void isWallTimeAsLongAsNobodySetsThat() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMillis(1_700));

      assertThat(clock.instant()).isEqualTo(wall.instant());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-600, 600, -86_400, 86_400})
  void doesNotJumpWithIt(int seconds) {
    Instant before = clock.instant();

    wall.pass(Duration.ofSeconds(seconds));
    assertThat(clock.instant()).isEqualTo(before);
    pass(Duration.ofMinutes(1));

    assertThat(Duration.between(before, clock.instant()))
        .isBetween(Duration.ofSeconds(57), Duration.ofSeconds(63));
  }

  @ParameterizedTest
  @ValueSource(ints = {-600, 600})
  void agreesWithItAgainAfterAWhile(int seconds) {
    wall.pass(Duration.ofSeconds(seconds));
    Instant before = clock.instant();

    for (int minute = 0; minute < 201; minute++) {
      pass(Duration.ofMinutes(1));
      assertThat(clock.instant()).isAfter(before);
      before = clock.instant();
    }

    assertThat(clock.instant()).isEqualTo(wall.instant());
  }

  @Test
  void followsTheSlownessOfAnAdjustedWallClockAtOnce() {
    for (int i = 0; i < 1000; i++) {
      pass(Duration.ofSeconds(1));
      wall.pass(Duration.ofNanos(500_000)); // the most by which adjtimex(2) slews
      clock.instant();
    }

    assertThat(clock.instant()).isEqualTo(wall.instant());
  }

  private void pass(Duration time) {
    nanos += TimeUnit.NANOSECONDS.convert(time);
    wall.pass(time);
  }
}
