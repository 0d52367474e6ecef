package dev.halligan.e2e.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class LaneMarksTest {
  /** A minute of the administrator, twice a second, each answer taking so many milliseconds. */
  private static Recording admin(DoubleUnaryOperator took) {
    var recording = new Recording();
    recording.mark(Mark.ONSET, 5);
    for (double at = -10; at < 60; at += 0.5) {
      recording.admin(new LaneSample(at, took.applyAsDouble(at), true, "200"));
    }
    return recording;
  }

  @Test
  void aLateAnswerMovesWhatWasMarkedWithoutIt() {
    var recording = admin(at -> at >= 5 && at < 30 || at == 31 ? 4_000 : 500);
    recording.mark(Mark.FENCED, 28);
    recording.mark(Mark.ADMIN_RESTORED, 30.5);
    LaneMarks.settle(recording, false);
    assertThat(recording.at(Mark.ADMIN_RESTORED)).hasValue(32.0);
  }

  @Test
  void whatDidNotHappenAfterAllIsTakenAway() {
    var recording = admin(at -> at >= 5 ? 4_000 : 500);
    recording.mark(Mark.FENCED, 28);
    recording.mark(Mark.ADMIN_RESTORED, 30.5);
    recording.mark(Mark.READMITTED, 35);
    recording.mark(Mark.FINISHED, 50);
    LaneMarks.settle(recording, false);
    assertThat(recording.marks()).containsOnlyKeys(Mark.ONSET, Mark.FENCED);
  }

  @Test
  void withoutAFenceOnlyABaselineIsLookedAt() {
    var recording = admin(at -> at >= 6 && at < 20 ? 4_000 : 500);
    LaneMarks.settle(recording, false);
    assertThat(recording.at(Mark.ADMIN_RESTORED)).isEmpty();
    LaneMarks.settle(recording, true);
    // fast answers between the onset and the first slow one are no return
    assertThat(recording.at(Mark.ADMIN_RESTORED)).hasValue(20.5);
  }

  @Test
  void aRemedyCountsFromItself() {
    var recording = admin(at -> at >= 6 && at < 20 ? 4_000 : 500);
    recording.mark(Mark.REMEDY, 40);
    LaneMarks.settle(recording, true);
    assertThat(recording.at(Mark.ADMIN_RESTORED)).hasValue(40.5);
  }

  @Test
  void whereNoFenceCanBeTheDecisionCountsAndNoFenceIsAwaited() {
    var recording = admin(at -> at >= 6 && at < 20 ? 4_000 : 500);
    for (double at = 0; at < 60; at += 0.25) {
      recording.ordinary(new LaneSample(at, at < 30 ? 4_000 : 250, at >= 30, "200"));
    }
    recording.mark(Mark.UNFENCED, 12);
    // a policy that nothing enforces helps nobody
    recording.mark(Mark.SHUT, 25);
    recording.mark(Mark.SUCCEEDED, 41);
    recording.mark(Mark.CULPRIT_GONE, 43);
    recording.mark(Mark.ROUTED_BACK, 42);
    recording.mark(Mark.FINISHED, 42);
    LaneMarks.settle(recording, false);
    assertThat(recording.at(Mark.ADMIN_RESTORED)).hasValue(20.5);
    assertThat(recording.at(Mark.READMITTED)).hasValue(30.25);
    assertThat(recording.at(Mark.FINISHED)).hasValue(43.0);
  }

  @Test
  void theAdministratorMayBeBackOnceStrangersAreShutOut() {
    var recording = admin(at -> at >= 6 && at < 20 ? 4_000 : 500);
    recording.mark(Mark.SHUT, 22);
    recording.mark(Mark.FENCED, 40);
    LaneMarks.settle(recording, false);
    assertThat(recording.at(Mark.ADMIN_RESTORED)).hasValue(22.5);
  }

  @Test
  void finishedIsTheLastOfAllThatIsNeeded() {
    var recording = admin(_ -> 500);
    recording.mark(Mark.FENCED, 10);
    for (double at = 0; at < 60; at += 0.25) {
      recording.ordinary(new LaneSample(at, at < 20 ? 4_000 : 250, at >= 20, "200"));
    }
    recording.mark(Mark.SUCCEEDED, 41);
    recording.mark(Mark.CULPRIT_GONE, 43);
    recording.mark(Mark.FENCE_GONE, 40);
    recording.mark(Mark.ROUTED_BACK, 42);
    LaneMarks.settle(recording, false);
    assertThat(recording.at(Mark.FINISHED)).as("it was not seen to be").isEmpty();
    recording.mark(Mark.FINISHED, 42);
    LaneMarks.settle(recording, false);
    assertThat(recording.at(Mark.FINISHED)).hasValue(43.0);
    assertThat(recording.at(Mark.READMITTED)).hasValue(20.25);
  }
}
