package dev.halligan.operator.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.ObserverDoubt.Sign;
import dev.halligan.observe.Metrics;
import dev.halligan.testing.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObserverLogTest {

  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ObserverLog log = new ObserverLog(new Metrics(registry), clock);

  @Test
  void aSlowCanaryIsADoubtThatOutlivesItByThirteenSeconds() {
    log.canaryAnswered(Duration.ofMillis(500));
    assertThat(log.inDoubtSince()).isEmpty();

    log.canaryAnswered(Duration.ofMillis(501));
    clock.pass(Duration.ofMillis(12_999));
    assertThat(log.inDoubtSince()).contains(start.minusMillis(501));

    clock.pass(Duration.ofMillis(1));
    assertThat(log.inDoubtSince()).isEmpty();
  }

  @Test
  void aCanaryThatIsStillWaitedForCountsAlready() {
    log.canaryAsked();
    clock.pass(Duration.ofMillis(550));

    assertThat(log.inDoubtSince()).contains(start);
  }

  @Test
  void signsThatFollowEachOtherAreOneDoubt() {
    for (int i = 0; i < 30; i++) {
      log.late(Sign.SLOW_CANARY, Duration.ofMillis(700));
      clock.pass(Duration.ofSeconds(1));
    }

    assertThat(log.health().doubts()).hasSize(1);
    assertThat(
            registry.get("halligan.observer.doubts").tag("sign", "slow_canary").counter().count())
        .isEqualTo(1);
  }

  @Test
  void signsOfManyKindsThatTakeTurnsAreOneDoubtEach() {
    for (int i = 0; i < 3000; i++) {
      log.late(Sign.values()[i % Sign.values().length], Duration.ofMillis(300));
      clock.pass(Duration.ofMillis(10));
    }

    assertThat(log.health().doubts()).hasSize(Sign.values().length);
    assertThat(log.recentSigns()).containsExactlyInAnyOrder(Sign.values());
  }

  @Test
  void whatIsOlderThanTenMinutesIsForgotten() {
    log.late(Sign.GC_PAUSE, Duration.ofSeconds(1));
    clock.pass(Duration.ofMinutes(11));
    log.late(Sign.LATE_TIMER, Duration.ofSeconds(1));

    assertThat(log.health().doubts()).singleElement().extracting("sign").isEqualTo(Sign.LATE_TIMER);
  }
}
