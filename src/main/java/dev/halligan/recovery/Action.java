package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of step. {@link #prepare} only reads; what it returns is journaled before the first
 * {@link #act}, and is all that {@link #undo} gets. Every method may throw ControlFailure; {@link
 * #act} and {@link #undo} are idempotent, because the operator may be killed between an act and its
 * record.
 */
public interface Action {

  ActionType type();

  /** What it would do, in one sentence, from the specification alone: shown by a dry run. */
  String intent(StepContext step);

  /** Whether it needs the API server to answer an administrator. */
  default boolean needsAdminLane() {
    return false;
  }

  /** Reads what undo will need; no side effects on the cluster. */
  Map<String, String> prepare(StepContext step);

  /** Does the next bit, for at most a few seconds. */
  Outcome act(StepContext step);

  /** Keeps alive what the finished step put in place; called each pass while the recovery runs. */
  default void upkeep(StepContext step) {}

  /** Whether what it did is for the time of the recovery only, and taken back at its end. */
  default boolean isTemporary(StepContext step) {
    return false;
  }

  /**
   * Asked each pass while the step waits for a person: why there is nothing to recover from, so
   * that everything is taken back; empty as long as that is not known.
   */
  default Optional<String> needless(StepContext step) {
    return Optional.empty();
  }

  /** Takes it back. */
  Undoing undo(StepContext step);
}
