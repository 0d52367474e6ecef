package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One pass backward: takes the last step that may have acted back, then upkeep of the others. What
 * cannot be taken back now is tried again later and holds up no other.
 */
final class Backward {
  private static final Duration NEXT_STEP = Duration.ofMillis(10);
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
    left().boxed().map(this::undoing).forEach(UndoRun::skipIfSaid);
    if (left().findAny().isEmpty()) {
      story.aborted();
      pen.write();
      return PassResult.ended();
    }
    Optional<Integer> next = turns().filter(i -> undoing(i).isDue()).min(this::fairly);
    next.map(this::undoing).ifPresent(UndoRun::begin);
    new Upkeep(course).look();
    next.map(this::undoing).ifPresent(UndoRun::pass);
    story.aborting(next.map(course.ledger()::step));
    pen.write();
    boolean done = next.filter(i -> !Steps.mayHaveActed(course.ledger().step(i))).isPresent();
    return PassResult.after(done ? NEXT_STEP : RETRY);
  }

  /** Who has not had a turn goes first: what fails and takes long must not hold up the fence. */
  private int fairly(int one, int other) {
    return triedAt(one).compareTo(triedAt(other));
  }

  private Instant triedAt(int index) {
    return Steps.undoTriedAt(course.ledger().step(index)).orElse(Instant.MIN);
  }

  /** Last first; but nodes are not left to themselves before the fence lets them in. */
  private Stream<Integer> turns() {
    boolean shut = left().anyMatch(i -> is(i, ActionType.ISOLATE) && !course.fenceHasExpired(i));
    return left().filter(i -> !(shut && is(i, ActionType.FREEZE_NODE_LIFECYCLE))).boxed();
  }

  private IntStream left() {
    return IntStream.iterate(course.size() - 1, i -> i >= 0, i -> i - 1)
        .filter(i -> Steps.mayHaveActed(course.ledger().step(i)));
  }

  private UndoRun undoing(int index) {
    return new UndoRun(course, index, pen);
  }

  private boolean is(int index, ActionType action) {
    return course.settings(index).action() == action;
  }
}
