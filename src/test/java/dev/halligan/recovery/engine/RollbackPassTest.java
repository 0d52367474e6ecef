package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An abort that takes its time: what stands is kept until its own turn comes. */
class RollbackPassTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  private void abortOnceGrown() {
    while (!world.acts.contains("grow 1200 IN_PLACE")) {
      recovery.runFor(Duration.ofMillis(100));
    }
    world.acts.clear();
    recovery.request = FakeCluster.request(false, true);
  }

  @Test
  void liftsTheFenceThoughHostsRestartOneAfterTheOther() {
    abortOnceGrown();
    world.shrunkFrom = world.clock.instant().plusSeconds(240);

    recovery.runFor(Duration.ofSeconds(5));
    assertThat(world.acts).containsSubsequence("restore chatty 3", "lift", "thaw RENEW_LEASES");

    recovery.runFor(Duration.ofMinutes(10));
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.acts).endsWith("shrink");
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 1800})
  void outlastsAnOutageOfTheApiServer(int seconds) {
    abortOnceGrown();
    world.scalesFrom = world.clock.instant().plusSeconds(seconds);

    recovery.runFor(Duration.ofSeconds(seconds - 1));
    assertThat(recovery.condition("Stalled")).isEqualTo("True UndoFailed");
    assertThat(recovery.message("Stalled"))
        .contains("step scale-down", "does not answer", "until it succeeds")
        .contains("skip-step=scale-down");
    assertThat(world.acts).contains("lift", "shrink", "thaw RENEW_LEASES");
    assertThat(world.refusedScales).isBetween(seconds / 60, 6 + seconds / 45);

    recovery.runFor(Duration.ofMinutes(2));
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.replicas).containsEntry(FakeCluster.CHATTY, 3);
  }

  @Test
  void leavesAStepAsItIsOnlyWhenAPersonSaysSo() {
    abortOnceGrown();
    world.shrunkFrom = world.clock.instant().plus(Duration.ofDays(2));

    recovery.runFor(Duration.ofDays(1));
    assertThat(recovery.condition("Succeeded")).isEqualTo("Unknown StepRunning");
    assertThat(recovery.message("Stalled")).contains("step grow", "others wait", "skip-step=grow");

    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "isolate,grow"));
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.condition("Succeeded")).isEqualTo("False UndoFailed");
    assertThat(recovery.message("Succeeded")).contains("grow", "on request", "others wait");
  }

  @Test
  void takesNoWordFromBeforeTheUndoForOne() {
    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "scale-down,grow"));
    recovery.runFor(Duration.ofSeconds(2));
    recovery.annotations = RequestAnnotations.of(false, Map.of());
    abortOnceGrown();
    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "grow"));
    world.shrunkFrom = world.clock.instant().plus(Duration.ofHours(2));

    recovery.runFor(Duration.ofHours(1));
    assertThat(recovery.message("Stalled")).contains("skip-step=grow#2");

    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "grow#2"));
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.condition("Succeeded")).isEqualTo("False UndoFailed");
  }

  /** A host that hangs takes 20 s to say so: three steps of that kind would always be due. */
  @Test
  void neverLetsTheFenceWaitForStepsThatAreTriedAgain() {
    abortOnceGrown();
    world.scalesFrom = world.clock.instant().plus(Duration.ofHours(1));
    world.shrunkFrom = world.clock.instant().plus(Duration.ofHours(1));
    world.hangingFor = Duration.ofSeconds(20);

    recovery.runFor(Duration.ofSeconds(90));

    assertThat(world.acts).contains("lift");
  }

  @Test
  void raisesNoFenceAgainThatExpiredMeanwhile() {
    abortOnceGrown();
    world.shrunkFrom = world.clock.instant().plus(Duration.ofMinutes(16));
    world.clock.pass(Duration.ofMinutes(15));
    world.fenced = false;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).contains("lift").doesNotContain("isolate");
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
  }
}
