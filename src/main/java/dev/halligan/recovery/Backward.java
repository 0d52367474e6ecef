package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** One pass backward: takes the last step that may have acted back, and journals it. */
final class Backward {
  /**
   * Marks a step whose failure turned the recovery round, so that this is known after its undoing.
   */
  static final String AFTER_FAILURE = "failed";

  private static final String SINCE = "undoSince";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Course course;
  private final Story story;
  private final Pen pen;

  Backward(Course course, Story story, Pen pen) {
    this.course = course;
    this.story = story;
    this.pen = pen;
  }

  PassResult pass() {
    OptionalInt last =
        IntStream.iterate(course.size() - 1, i -> i >= 0, i -> i - 1)
            .filter(i -> Steps.mayHaveActed(course.ledger().step(i)))
            .findFirst();
    if (last.isEmpty()) {
      story.aborted();
      pen.write();
      return PassResult.ended();
    }
    undo(last.getAsInt());
    story.aborting(course.ledger().step(last.getAsInt()));
    pen.write();
    return PassResult.after(RETRY);
  }

  private void undo(int index) {
    Step s = begin(index);
    try {
      Undoing undoing = course.action(index).undo(course.context(index));
      set(index, Steps.finished(s, StepState.UNDONE, undoing.message(), now()));
    } catch (RuntimeException thrown) {
      ControlFailure e = Unforeseen.failure(thrown);
      String message = "could not be taken back: " + e.getMessage() + ". " + e.fix();
      boolean givenUp =
          Duration.between(Instant.parse(s.progress().get(SINCE)), now()).compareTo(PATIENCE) > 0;
      set(
          index,
          givenUp
              ? Steps.finished(s, StepState.UNDO_FAILED, message, now())
              : Steps.tried(s, message, now()));
    }
  }

  private Step begin(int index) {
    Step s = course.ledger().step(index);
    if (s.progress() != null && s.progress().containsKey(SINCE)) {
      return s;
    }
    course.ledger().progress(index, Steps.plus(s.progress(), SINCE, Times.format(now())));
    if (s.state() == StepState.FAILED) {
      course
          .ledger()
          .progress(
              index, Steps.plus(course.ledger().step(index).progress(), AFTER_FAILURE, "true"));
    }
    pen.write();
    return course.ledger().step(index);
  }

  private void set(int index, Step step) {
    course.ledger().step(index, step);
  }

  private Instant now() {
    return course.situation().now();
  }
}
