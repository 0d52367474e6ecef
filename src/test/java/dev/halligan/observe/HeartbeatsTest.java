package dev.halligan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final Heartbeats heartbeats = new Heartbeats(clock);

  @Test
  void aLoopThatKeepsItsPromiseIsNotStuck() {
    heartbeats.beat("watch", Duration.ofSeconds(60));
    pass(60);

    assertThat(heartbeats.stuck()).isEmpty();
  }

  @Test
  void aLoopThatBreaksItsPromiseIsNamed() {
    heartbeats.beat("watch", Duration.ofSeconds(60));
    pass(61);

    assertThat(heartbeats.stuck()).containsExactly("watch");
  }

  @Test
  void aLoopThatEndedPromisesNothing() {
    heartbeats.beat("watch", Duration.ofSeconds(60));
    heartbeats.ended("watch");
    pass(61);

    assertThat(heartbeats.stuck()).isEmpty();
  }

  @Test
  void repeatingAnExpectationDoesNotPutItOff() {
    heartbeats.expect("status", Duration.ofSeconds(60));
    pass(40);
    heartbeats.expect("status", Duration.ofSeconds(60));
    pass(40);

    assertThat(heartbeats.stuck()).containsExactly("status");
  }

  private void pass(long seconds) {
    now.updateAndGet(t -> t.plusSeconds(seconds));
  }
}
