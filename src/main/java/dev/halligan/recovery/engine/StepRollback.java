package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.JournalWriter;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnexpectedErrors;
import java.time.Instant;
import java.util.Optional;

/**
 * One pass of rolling one step back: journal, undo, record. A rollback is never given up: Halligan
 * retries a failed one, at growing intervals, until it succeeds or a person skips it.
 */
final class StepRollback {
  private final PlanCursor cursor;
  private final int index;
  private final JournalWriter writer;

  StepRollback(PlanCursor cursor, int index, JournalWriter writer) {
    this.cursor = cursor;
    this.index = index;
    this.writer = writer;
  }

  /** Leaves the step as it is if a person has skipped it since its rollback began. */
  void skipIfSaid() {
    Step s = entry();
    Optional<String> word = cursor.context().annotations().skip(s.name());
    if (UndoSteps.isUndoBegun(s) && word.isPresent() && !word.equals(UndoSteps.heardAtUndo(s))) {
      set(
          Steps.finished(
              s, StepState.UNDO_FAILED, "left as it is on request; " + s.message(), now()));
    }
  }

  boolean isDue() {
    return UndoSteps.isUndoDue(entry(), now());
  }

  /** Journals the start. From now on the keep-alive leaves this step's changes alone. */
  void begin() {
    Step s = entry();
    if (!UndoSteps.isUndoBegun(s)) {
      set(
          UndoSteps.undoBegun(
              s, cursor.context().annotations().skip(s.name()).orElse(null), now()));
      writer.write();
    }
  }

  /** Tries once. */
  void execute() {
    Step s = entry();
    try {
      UndoResult undoing = cursor.action(index).undo(cursor.step(index));
      set(Steps.finished(s, StepState.UNDONE, undoing.message(), now()));
    } catch (RuntimeException e) {
      ControlFailure failure = UnexpectedErrors.failure(e);
      String message = "rollback failed: " + failure.getMessage() + ". " + failure.fix();
      set(UndoSteps.undoTried(s, message, now()));
    }
  }

  private Step entry() {
    return cursor.record().step(index);
  }

  private void set(Step step) {
    cursor.record().step(index, step);
  }

  private Instant now() {
    return cursor.context().now();
  }
}
