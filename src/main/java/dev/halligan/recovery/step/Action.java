package dev.halligan.recovery.step;

import dev.halligan.api.v1alpha1.ActionType;
import java.util.Optional;

/**
 * One kind of step. {@link #prepare} only reads; its result is journaled before the first {@link
 * #act}, and is all that {@link #undo} gets. Every method may throw ControlFailure. {@link #act}
 * and {@link #undo} are idempotent, because the operator may be killed between an act and its
 * record.
 */
public interface Action {

  ActionType type();

  /** What it would do, in one sentence, from the spec alone; shown by a dry run. */
  String intent(StepContext step);

  /** Whether it needs the API server to answer an administrator. */
  default boolean needsAdminLane() {
    return false;
  }

  /**
   * Reads what undo will need, without side effects on the cluster. A record without anything in it
   * says that there is nothing to undo.
   */
  default Record prepare(StepContext step) {
    return new Nothing();
  }

  /** Does the next part of the work, for at most a few seconds. */
  Outcome act(StepContext step);

  /** Keeps alive what the finished step put in place; called in each pass of the recovery. */
  default void keepAlive(StepContext step) {}

  /** Whether its effect is only for the duration of the recovery, and restored at its end. */
  default boolean isTemporary(StepContext step) {
    return false;
  }

  /**
   * Called in each pass while the step waits for a person: why there is nothing to recover from, so
   * that everything is rolled back; empty while that is not known.
   */
  default Optional<String> needless(StepContext step) {
    return Optional.empty();
  }

  /** Undoes the step. */
  default UndoResult undo(StepContext step) {
    return new UndoResult.Undone("nothing to undo");
  }
}
