package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A person skips Readmit: the fence is lifted all the same, before nodes are left to themselves.
 */
class PassedOverReadmitTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery =
      new RecoveryHarness(
          world,
          new RecoveryPlaybookSpec(
              BuiltInPlaybook.spec().steps().stream().map(PassedOverReadmitTest::asking).toList()));

  private static Step asking(Step s) {
    return s.action() == ActionType.READMIT
        ? new Step(s.name(), s.action(), null, null, true, null, null, null, null, null, null)
        : s;
  }

  @BeforeEach
  void skip() {
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.condition("Stalled")).isEqualTo("True WaitingForApproval");
    world.acts.clear();
    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "readmit"));
  }

  @Test
  void theFenceIsLiftedAndItIsSaid() {
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).containsSubsequence("lift", "thaw RENEW_LEASES");
    assertThat(world.fenced).isFalse();
    assertThat(world.status.steps().get(1).state()).isEqualTo(StepState.UNDONE);
    assertThat(world.status.steps().get(1).message()).contains("the fence is lifted");
    assertThat(world.status.timeline().readmittedAt()).isNotNull();
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(recovery.message("Succeeded")).contains("all at once", "Readmit ended before");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void alsoByWhoeverComesAfterAKill(int lifetime) {
    world.lifetime = lifetime;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.fenced).isFalse();
    assertThat(world.frozen).isFalse();
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void aFenceThatStaysUpIsNotCalledARecovery() {
    world.fenceStuck = true;

    recovery.runFor(Duration.ofMinutes(10));

    assertThat(recovery.condition("Stalled")).isEqualTo("True UndoFailed");
    assertThat(world.frozen).as("it has expired by itself").isFalse();

    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "readmit,isolate"));
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(recovery.condition("Succeeded")).isEqualTo("False StepFailed");
    assertThat(recovery.message("Succeeded"))
        .contains("did not readmit", "expires by itself", "isolate", "still up");
    List<String> after = world.acts.subList(world.acts.lastIndexOf("lift"), world.acts.size());
    assertThat(after).as("nobody keeps it up any more").doesNotContain("renew");
  }
}
