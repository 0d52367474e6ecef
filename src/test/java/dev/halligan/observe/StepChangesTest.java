package dev.halligan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StepChangesTest {

  @Test
  void aFirstRecordIsAllNews() {
    assertThat(StepChanges.between(null, status(step("isolate", StepState.PENDING)))).hasSize(1);
  }

  @Test
  void onlyWhatChangedItsStateIsNews() {
    var before = status(step("evidence", StepState.DONE), step("isolate", StepState.RUNNING));
    var after = status(step("evidence", StepState.DONE), step("isolate", StepState.DONE));

    var changes = StepChanges.between(before, after);

    assertThat(changes).extracting(c -> c.step().name()).containsExactly("isolate");
    assertThat(changes.getFirst().from()).isEqualTo(StepState.RUNNING);
    assertThat(changes.getFirst().took()).contains(Duration.ofMillis(1_500));
  }

  @Test
  void aStepUnderWayHasTakenNoTimeYet() {
    var changes =
        StepChanges.between(
            status(step("isolate", StepState.PENDING)), status(step("isolate", StepState.RUNNING)));

    assertThat(changes.getFirst().took()).isEmpty();
  }

  @Test
  void whatIsSaidAnewOfADoneStepIsTold() {
    var before = status(said("isolate", "up"), said("evidence", "taken"));
    var after = status(said("isolate", "up; it was made anew"), said("evidence", "taken"));

    assertThat(StepChanges.told(before, after)).extracting(Step::name).containsExactly("isolate");
    assertThat(StepChanges.told(status(step("isolate", StepState.RUNNING)), after)).isEmpty();
  }

  private static Step said(String name, String message) {
    return step(name, StepState.DONE).withMessage(message);
  }

  private static RecoveryRequestStatus status(Step... steps) {
    return RecoveryRequestStatus.empty().withSteps(Arrays.asList(steps));
  }

  private static Step step(String name, StepState state) {
    String finished = state.isFinished() ? "2026-01-01T00:00:01.500Z" : null;
    return Step.planned(name, ActionType.ISOLATE)
        .withState(state)
        .withStartedAt("2026-01-01T00:00:00Z")
        .withFinishedAt(finished);
  }
}
