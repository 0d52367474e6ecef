package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.recovery.record.JournalWriter;
import dev.halligan.recovery.record.UndoSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One pass backward: rolls back the last step that may have acted, and keeps the others alive. A
 * rollback that fails is retried later and does not delay the others.
 */
final class RollbackPass {
  private static final Duration NEXT_STEP = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final PlanCursor cursor;
  private final RecoveryConditions conditions;
  private final JournalWriter writer;

  RollbackPass(PlanCursor cursor, RecoveryConditions conditions, JournalWriter writer) {
    this.cursor = cursor;
    this.conditions = conditions;
    this.writer = writer;
  }

  PassResult advance() {
    left().boxed().map(this::undoing).forEach(StepRollback::skipIfSaid);
    if (left().findAny().isEmpty()) {
      conditions.aborted();
      writer.write();
      return PassResult.ended();
    }
    Optional<Integer> next = turns().filter(i -> undoing(i).isDue()).min(this::fairly);
    next.map(this::undoing).ifPresent(StepRollback::begin);
    new KeepAlive(cursor).look();
    next.map(this::undoing).ifPresent(StepRollback::execute);
    conditions.aborting(next.map(cursor.record()::step));
    writer.write();
    boolean done = next.filter(i -> !UndoSteps.mayHaveActed(cursor.record().step(i))).isPresent();
    return PassResult.after(done ? NEXT_STEP : RETRY);
  }

  /** The step tried least recently goes first: slow failures must not delay lifting the fence. */
  private int fairly(int one, int other) {
    return triedAt(one).compareTo(triedAt(other));
  }

  private Instant triedAt(int index) {
    return UndoSteps.undoTriedAt(cursor.record().step(index)).orElse(Instant.MIN);
  }

  /** The last step first; but the freeze stays until the fence admits the nodes. */
  private Stream<Integer> turns() {
    boolean shut = left().anyMatch(i -> is(i, ActionType.ISOLATE) && !cursor.fenceHasExpired(i));
    return left().filter(i -> !(shut && is(i, ActionType.FREEZE_NODE_LIFECYCLE))).boxed();
  }

  private IntStream left() {
    return IntStream.iterate(cursor.size() - 1, i -> i >= 0, i -> i - 1)
        .filter(i -> UndoSteps.mayHaveActed(cursor.record().step(i)));
  }

  private StepRollback undoing(int index) {
    return new StepRollback(cursor, index, writer);
  }

  private boolean is(int index, ActionType action) {
    return cursor.settings(index).action() == action;
  }
}
