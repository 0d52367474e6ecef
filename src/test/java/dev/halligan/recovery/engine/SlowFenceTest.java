package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.record.RecoveryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fence that is up only after a while: API-server pods are recycled behind it. */
class SlowFenceTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  private Step isolate() {
    return world.status.steps().get(1);
  }

  @Test
  void isWaitedForAndToldOf() {
    world.asksUntilUp = 40;

    recovery.runFor(Duration.ofSeconds(10));
    assertThat(isolate().state()).isEqualTo(StepState.RUNNING);
    assertThat(isolate().message()).isEqualTo("2 API-server pods are recycled one by one");
    assertThat(new RecoveryRecord(world.status).timeline().fencedAt()).isNull();
    assertThat(world.acts).containsExactly("isolate");

    recovery.runFor(Duration.ofMinutes(5));
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).containsSubsequence("isolate", "remove agent", "lift");
  }

  @Test
  void isKeptAliveOnItsWayUpAndHasLongerThanThePlaybookSays() {
    world.asksUntilUp = 160;

    recovery.runFor(Duration.ofSeconds(75));
    assertThat(isolate().state()).isEqualTo(StepState.RUNNING);
    assertThat(world.acts.stream().filter("isolate"::equals)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(world.acts).containsOnly("isolate", "freeze RENEW_LEASES");

    recovery.runFor(Duration.ofMinutes(5));
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void thatNeverComesUpIsTakenBack() {
    world.asksUntilUp = 10_000;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.fenced).isFalse();
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  @Test
  void nodesAreKeptAliveWhileItGoesUp() {
    world.asksUntilUp = 60;

    recovery.runFor(Duration.ofSeconds(14));
    assertThat(world.acts).containsExactly("isolate");

    recovery.runFor(Duration.ofSeconds(3));
    assertThat(isolate().state()).isEqualTo(StepState.RUNNING);
    assertThat(world.acts).containsExactly("isolate", "freeze RENEW_LEASES");

    recovery.runFor(Duration.ofMinutes(5));
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.frozen).isFalse();
  }

  @Test
  void isOnlyVerifiedOnceItIsUp() {
    world.asksUntilUp = 20;
    world.adminPasses = false;

    recovery.runFor(Duration.ofSeconds(5));
    assertThat(world.acts).containsExactly("isolate");

    recovery.runFor(Duration.ofMinutes(1));
    assertThat(world.acts).startsWith("isolate", "lift");
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
  }

  @Test
  void isWaitedForAgainWhenItWasLost() {
    recovery.runFor(Duration.ofSeconds(1));
    world.fenced = false;
    world.asksUntilUp = 6;
    world.clock.pass(Duration.ofMinutes(15));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts.stream().filter("isolate"::equals)).hasSize(2);
    assertThat(world.asksUntilUp).isZero();
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void everyShareIsGoneThroughWhereNobodyCountsWhoKnocks() {
    world.counts = false;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts)
        .containsSubsequence("admit pods 1", "admit pods 5", "admit pods 25", "admit pods 100");
  }

  static IntStream instants() {
    return IntStream.range(0, 20);
  }

  @ParameterizedTest
  @MethodSource("instants")
  void resumesWhereverItWasKilled(int lifetime) {
    world.asksUntilUp = 8;
    world.lifetime = lifetime;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.fenced).isFalse();
  }

  @Test
  void isFencedSinceItStoodHoweverLateThatIsSaid() {
    world.upFor = Duration.ofSeconds(2);

    recovery.runFor(Duration.ofMinutes(5));

    Instant said = Instant.parse(isolate().finishedAt());
    assertThat(Instant.parse(world.status.timeline().fencedAt())).isEqualTo(said.minusSeconds(2));
  }
}
