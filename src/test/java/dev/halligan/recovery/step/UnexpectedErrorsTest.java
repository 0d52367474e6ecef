package dev.halligan.recovery.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.recovery.engine.FakeCluster;
import dev.halligan.recovery.engine.RecoveryHarness;
import dev.halligan.recovery.record.Journal;
import dev.halligan.recovery.record.UndoSteps;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors that are no ControlFailure, in the place where the management cluster is written to. */
class UnexpectedErrorsTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @Test
  void becomesAFailedStepThatAPersonIsAskedAboutWithTheFenceRenewed() {
    world.undoStoreBroken = true;

    recovery.runFor(Duration.ofMinutes(6));

    assertThat(recovery.condition("Stalled")).isEqualTo("True StepFailed");
    assertThat(recovery.message("Stalled"))
        .contains("step remove", "IllegalStateException", "Report it", "retry-step=remove");
    assertThat(world.acts.stream().filter("renew"::equals).count()).isGreaterThanOrEqualTo(8);
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  @Test
  void doesNotStopAnAbortBeforeTheFenceIsLifted() {
    while (!world.acts.contains("remove agent")) {
      recovery.runFor(Duration.ofMillis(100));
    }
    world.undoStoreBroken = true;

    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.fenced).isFalse();
    assertThat(recovery.condition("Stalled")).isEqualTo("True UndoFailed");
    assertThat(world.status.steps().stream().filter(UndoSteps::isUndoStuck))
        .extracting(s -> s.name())
        .isEqualTo(List.of("remove"));

    world.undoStoreBroken = false;
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  @Test
  void leavesTheJournalsRefusalAsItIs() {
    var refused = new Journal.Refused("somebody else holds the record", null);

    assertThatThrownBy(() -> UnexpectedErrors.failure(refused)).isSameAs(refused);
  }
}
