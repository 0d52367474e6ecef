package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new leader to whom no probe has come back yet: that is no sign of a closed admin lane. */
class TakeoverTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  private void takeOverOnce(String act) {
    while (!world.acts.contains(act)) {
      recovery.runFor(Duration.ofMillis(10));
    }
    world.acts.clear();
    world.seenFrom = world.clock.instant().plusSeconds(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"isolate", "freeze RENEW_LEASES", "scale chatty 0", "remove agent"})
  void waitsWithTheFenceUpAndGoesOnWhenItSees(String last) {
    takeOverOnce(last);
    recovery.runFor(Duration.ofSeconds(38));

    assertThat(world.acts).isSubsetOf("renew", "freeze RENEW_LEASES").contains("renew");
    assertThat(recovery.message("Progressing")).contains("No probe", "stays up");

    recovery.runFor(Duration.ofMinutes(5));
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).doesNotContain("grow 1200 RESTART", "freeze STOP_CONTROLLER_MANAGER");
  }

  @Test
  void raisesTheFenceBeforeAnyAnswer() {
    world.seenFrom = world.clock.instant().plusSeconds(40);

    recovery.runFor(Duration.ofSeconds(5));

    assertThat(world.acts).contains("isolate");
  }
}
