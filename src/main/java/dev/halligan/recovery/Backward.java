package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** One pass backward: takes the last step that may have acted back, then upkeep of the others. */
final class Backward {
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
    OptionalInt next = next();
    if (next.isEmpty()) {
      story.aborted();
      pen.write();
      return PassResult.ended();
    }
    new UndoRun(course, next.getAsInt(), pen).pass();
    new Upkeep(course).look();
    story.aborting(course.ledger().step(next.getAsInt()));
    pen.write();
    return PassResult.after(RETRY);
  }

  /** The last one; but nodes are not left to themselves before the fence lets them in. */
  private OptionalInt next() {
    OptionalInt last = left().findFirst();
    if (last.isEmpty() || !is(last.getAsInt(), ActionType.FREEZE_NODE_LIFECYCLE)) {
      return last;
    }
    OptionalInt fence = left().filter(i -> is(i, ActionType.ISOLATE)).findFirst();
    return fence.isPresent() ? fence : last;
  }

  private IntStream left() {
    return IntStream.iterate(course.size() - 1, i -> i >= 0, i -> i - 1)
        .filter(i -> Steps.mayHaveActed(course.ledger().step(i)));
  }

  private boolean is(int index, ActionType action) {
    return course.settings(index).action() == action;
  }
}
