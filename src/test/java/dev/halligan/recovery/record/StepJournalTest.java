package dev.halligan.recovery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.StepJournal.Part;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepJournalTest {
  private static final Step STEP = Step.planned("redirect", ActionType.REDIRECT_TRAFFIC);

  private record Kept(
      Instant at,
      Duration time,
      WorkloadReference workload,
      Map<String, Integer> weights,
      List<String> hosts,
      String nothing,
      boolean is,
      int zero) {}

  private static final Kept KEPT =
      new Kept(
          Instant.parse("2026-01-01T00:00:05.120Z"),
          Duration.ofSeconds(90),
          new WorkloadReference("DaemonSet", "telemetry", "agent"),
          Map.of("0/web-b", 0),
          List.of("10.0.0.1"),
          null,
          false,
          0);

  @Test
  void isReadBackAsItWasWritten() {
    Step step = StepJournal.write(STEP, Part.PROGRESS, KEPT);
    assertThat(StepJournal.read(step, Part.PROGRESS, Kept.class)).isEqualTo(KEPT);
    assertThat(step.journal().get("progress").toString())
        .contains("\"at\":\"2026-01-01T00:00:05.120Z\"", "\"time\":\"PT1M30S\"", "\"0/web-b\":0")
        .doesNotContain("nothing", "is\"", "zero");
  }

  @Test
  void whatIsNotThereIsReadAsNothing() {
    assertThat(StepJournal.read(STEP, Part.PROGRESS, Kept.class))
        .isEqualTo(new Kept(null, null, null, null, null, null, false, 0));
  }

  @Test
  void onlyTheUndoSaysThatItIsEmpty() {
    record Empty() {}
    Step step = StepJournal.write(STEP, Part.UNDO, new Empty());
    assertThat(StepJournal.isPrepared(step)).isTrue();
    assertThat(StepJournal.isUndoable(step)).isFalse();
    assertThat(StepJournal.isPrepared(STEP)).isFalse();
    assertThat(StepJournal.write(STEP, Part.RESULT, new Empty())).isEqualTo(STEP);
  }

  @Test
  void notesThatCannotBeReadAreNoneSoThatTheFenceIsRenewed() {
    Step garbled =
        STEP.withJournal(Map.of("notes", JsonNodeFactory.instance.arrayNode().add("by hand")));
    assertThat(Steps.keptAt(garbled)).isEmpty();
    assertThat(UndoSteps.isUndoBegun(garbled)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"by hand\"", "[]", "7"})
  void whatIsNoObjectCannotBeReadAndMayHaveToBeUndone(String json) throws IOException {
    Step garbled = STEP.withJournal(Map.of("undo", new ObjectMapper().readTree(json)));
    assertThatExceptionOfType(ControlFailure.class)
        .isThrownBy(() -> StepJournal.read(garbled, Part.UNDO, Kept.class))
        .withMessage("the journal of step redirect is not readable: undo is " + json);
    assertThat(StepJournal.isUndoable(garbled)).isTrue();
  }

  @Test
  void aTakeoverKeepsWhatItCannotRead() {
    Step garbled =
        STEP.withJournal(Map.of("progress", JsonNodeFactory.instance.textNode("by hand")));
    assertThat(JournalTimes.changed(garbled, text -> text)).isEqualTo(garbled);
  }

  @Test
  void aTakeoverMovesEveryTimeWhateverItsName() {
    Step step = StepJournal.write(STEP, Part.PROGRESS, KEPT);
    assertThat(JournalTimes.of(step)).contains("2026-01-01T00:00:05.120Z", "10.0.0.1");
    Step moved = JournalTimes.changed(step, text -> text.replace("00:00:05", "00:00:01"));
    assertThat(StepJournal.read(moved, Part.PROGRESS, Kept.class).at())
        .isEqualTo("2026-01-01T00:00:01.120Z");
  }
}
