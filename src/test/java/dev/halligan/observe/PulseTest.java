package dev.halligan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PulseTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final Pulse pulse = new Pulse(clock);

  @Test
  void aLoopThatKeepsItsPromiseIsNotStuck() {
    pulse.beat("watch", Duration.ofSeconds(60));
    pass(60);

    assertThat(pulse.stuck()).isEmpty();
  }

  @Test
  void aLoopThatBreaksItsPromiseIsNamed() {
    pulse.beat("watch", Duration.ofSeconds(60));
    pass(61);

    assertThat(pulse.stuck()).containsExactly("watch");
  }

  @Test
  void aLoopThatEndedPromisesNothing() {
    pulse.beat("watch", Duration.ofSeconds(60));
    pulse.ended("watch");
    pass(61);

    assertThat(pulse.stuck()).isEmpty();
  }

  @Test
  void repeatingAnExpectationDoesNotPutItOff() {
    pulse.expect("status", Duration.ofSeconds(60));
    pass(40);
    pulse.expect("status", Duration.ofSeconds(60));
    pass(40);

    assertThat(pulse.stuck()).containsExactly("status");
  }

  private void pass(long seconds) {
    now.updateAndGet(t -> t.plusSeconds(seconds));
  }
}
