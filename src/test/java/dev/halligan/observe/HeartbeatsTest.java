package dev.halligan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private final ManualClock clock = new ManualClock();
  private final Heartbeats heartbeats = new Heartbeats(clock);

  @Test
  void aLoopThatKeepsItsPromiseIsNotStuck() {
    heartbeats.beat("watch", Duration.ofSeconds(60));
    clock.pass(Duration.ofSeconds(60));

    assertThat(heartbeats.stuck()).isEmpty();
  }

  @Test
  void aLoopThatBreaksItsPromiseIsNamed() {
    heartbeats.beat("watch", Duration.ofSeconds(60));
    clock.pass(Duration.ofSeconds(61));

    assertThat(heartbeats.stuck()).containsExactly("watch");
  }

  @Test
  void aLoopThatEndedPromisesNothing() {
    heartbeats.beat("watch", Duration.ofSeconds(60));
    heartbeats.ended("watch");
    clock.pass(Duration.ofSeconds(61));

    assertThat(heartbeats.stuck()).isEmpty();
  }

  @Test
  void repeatingAnExpectationDoesNotPutItOff() {
    heartbeats.expect("status", Duration.ofSeconds(60));
    clock.pass(Duration.ofSeconds(40));
    heartbeats.expect("status", Duration.ofSeconds(60));
    clock.pass(Duration.ofSeconds(40));

    assertThat(heartbeats.stuck()).containsExactly("status");
  }
}
