package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import java.time.Duration;
import java.time.Instant;

/** One pass of taking one step back: journal, undo, note. Given up when it takes too long. */
final class UndoRun {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Hosts give growth back one after the other, each with 90 s to come alive again. */
  private static final Duration PATIENCE_PER_HOST = Duration.ofSeconds(90);

  private final Course course;
  private final int index;
  private final Pen pen;

  UndoRun(Course course, int index, Pen pen) {
    this.course = course;
    this.index = index;
    this.pen = pen;
  }

  void pass() {
    Step s = begin();
    try {
      Undoing undoing = course.action(index).undo(course.context(index));
      set(Steps.finished(s, StepState.UNDONE, undoing.message(), now()));
    } catch (RuntimeException e) {
      failed(s, Unforeseen.failure(e));
    }
  }

  private Step begin() {
    Step s = course.ledger().step(index);
    if (!Steps.isUndoBegun(s)) {
      set(Steps.undoBegun(s, now()));
      pen.write();
    }
    return course.ledger().step(index);
  }

  private void failed(Step s, ControlFailure e) {
    String message = "could not be taken back: " + e.getMessage() + ". " + e.fix();
    boolean givenUp = Duration.between(Steps.undoSince(s), now()).compareTo(patience()) > 0;
    set(
        givenUp
            ? Steps.finished(s, StepState.UNDO_FAILED, message, now())
            : Steps.tried(s, message, now()));
  }

  private Duration patience() {
    return course.settings(index).action() == ActionType.GROW_API_SERVER
        ? PATIENCE.plus(PATIENCE_PER_HOST.multipliedBy(course.context(index).hosts()))
        : PATIENCE;
  }

  private void set(Step step) {
    course.ledger().step(index, step);
  }

  private Instant now() {
    return course.situation().now();
  }
}
