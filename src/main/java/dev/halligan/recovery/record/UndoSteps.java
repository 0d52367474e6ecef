package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far the rollback of a journal entry has come. Pure. */
public final class UndoSteps {
  private static final String UNDO_SINCE = "undoSince";

  /** When a rollback last failed. */
  static final String UNDO_TRIED_AT = "undoTriedAt";

  /** The value that skipped the step when its rollback began. */
  private static final String UNDO_HEARD = "undoHeard";

  private static final Duration UNDO_SOON = Duration.ofSeconds(10);

  private static final Duration UNDO_RARELY = Duration.ofSeconds(60);

  /** Marks a step whose failure began a rollback; kept after the step's own rollback. */
  private static final String AFTER_FAILURE = "failed";

  private UndoSteps() {}

  /** Whether something may be left to undo, also for a step that failed or was skipped. */
  public static boolean mayHaveActed(Step s) {
    return s.undo() != null
        && !s.undo().isEmpty()
        && s.state() != StepState.UNDONE
        && s.state() != StepState.UNDO_FAILED;
  }

  /** {@code heard}: the value that skips the step and is already present, or "". */
  public static Step undoBegun(Step s, String heard, Instant now) {
    Step since = Steps.note(s, UNDO_SINCE, Timestamps.format(now));
    Step begun = Steps.note(since, UNDO_HEARD, heard);
    return s.state() == StepState.FAILED ? Steps.note(begun, AFTER_FAILURE, "true") : begun;
  }

  public static boolean isUndoBegun(Step s) {
    return Steps.noted(s, UNDO_SINCE).isPresent();
  }

  public static Instant undoSince(Step s) {
    return Instant.parse(s.progress().get(UNDO_SINCE));
  }

  /** The rollback failed and will be retried. */
  public static Step undoTried(Step s, String message, Instant now) {
    return Steps.tried(Steps.note(s, UNDO_TRIED_AT, Timestamps.format(now)), message, now);
  }

  public static Optional<Instant> undoTriedAt(Step s) {
    return Steps.noted(s, UNDO_TRIED_AT).map(Instant::parse);
  }

  public static Optional<String> heardAtUndo(Step s) {
    return Steps.noted(s, UNDO_HEARD);
  }

  /** Immediately at first; then after a quarter of the time spent so far, 10 to 60 s. */
  public static boolean isUndoDue(Step s, Instant now) {
    return undoTriedAt(s).map(at -> Timestamps.isOver(at, undoPause(s, at), now)).orElse(true);
  }

  private static Duration undoPause(Step s, Instant triedAt) {
    Duration quarter = Duration.between(undoSince(s), triedAt).dividedBy(4);
    if (quarter.compareTo(UNDO_SOON) < 0) {
      return UNDO_SOON;
    }
    return quarter.compareTo(UNDO_RARELY) > 0 ? UNDO_RARELY : quarter;
  }

  /** Whether its rollback has only failed so far. */
  public static boolean isUndoStuck(Step s) {
    return mayHaveActed(s) && undoTriedAt(s).isPresent();
  }

  /** Whether it had failed before it was rolled back. */
  public static boolean hadFailed(Step s) {
    return Steps.noted(s, AFTER_FAILURE).isPresent();
  }
}
