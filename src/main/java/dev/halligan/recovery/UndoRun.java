package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import java.time.Instant;
import java.util.Optional;

/**
 * One pass of taking one step back: journal, undo, note. It is never given up: what fails is tried
 * again, ever more rarely, until it is done or a person says that it may stay.
 */
final class UndoRun {
  private final Course course;
  private final int index;
  private final Pen pen;

  UndoRun(Course course, int index, Pen pen) {
    this.course = course;
    this.index = index;
    this.pen = pen;
  }

  /** Leaves the step as it is when a person said so since its undoing began. */
  void skipIfSaid() {
    Step s = entry();
    Optional<String> word = course.situation().consent().skip(s.name());
    if (Steps.isUndoBegun(s) && word.isPresent() && !word.equals(Steps.heardAtUndo(s))) {
      set(
          Steps.finished(
              s, StepState.UNDO_FAILED, "left as it is at a person's word; " + s.message(), now()));
    }
  }

  boolean isDue() {
    return Steps.isUndoDue(entry(), now());
  }

  /** Journals that it begins: from now on nobody keeps alive what the step put in place. */
  void begin() {
    Step s = entry();
    if (!Steps.isUndoBegun(s)) {
      set(Steps.undoBegun(s, course.situation().consent().skip(s.name()).orElse(""), now()));
      pen.write();
    }
  }

  /** Tries once. */
  void pass() {
    Step s = entry();
    try {
      Undoing undoing = course.action(index).undo(course.context(index));
      set(Steps.finished(s, StepState.UNDONE, undoing.message(), now()));
    } catch (RuntimeException e) {
      ControlFailure failure = Unforeseen.failure(e);
      String message = "could not be taken back: " + failure.getMessage() + ". " + failure.fix();
      set(Steps.undoTried(s, message, now()));
    }
  }

  private Step entry() {
    return course.ledger().step(index);
  }

  private void set(Step step) {
    course.ledger().step(index, step);
  }

  private Instant now() {
    return course.situation().now();
  }
}
