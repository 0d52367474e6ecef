package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How far the rollback of a journal entry has come. Pure. */
public final class UndoSteps {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);

  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

  private UndoSteps() {}

  /** Whether something may be left to undo, also for a step that failed or was skipped. */
  public static boolean mayHaveActed(Step s) {
    return StepJournal.isUndoable(s)
        && s.state() != StepState.UNDONE
        && s.state() != StepState.UNDO_FAILED;
  }

  /** Whether anything is stored that would undo the step, in either form of the journal. */
  public static boolean hasUndo(Step s) {
    return StepJournal.isUndoable(s) || s.undo() != null && !s.undo().isEmpty();
  }

  /** {@code heard}: the value that skips the step and is already present, or null. */
  public static Step undoBegun(Step s, String heard, Instant now) {
    return Steps.noted(
        s,
        notes ->
            notes
                .withUndoSince(now.truncatedTo(ChronoUnit.MILLIS))
                .withUndoHeard(heard)
                .withFailed(notes.failed() || s.state() == StepState.FAILED));
  }

  public static boolean isUndoBegun(Step s) {
    return Steps.notes(s).undoSince() != null;
  }

  public static Instant undoSince(Step s) {
    return Steps.notes(s).undoSince();
  }

  /** The rollback failed and will be retried. */
  public static Step undoTried(Step s, String message, Instant now) {
    Step noted = Steps.noted(s, notes -> notes.withUndoTriedAt(now.truncatedTo(ChronoUnit.MILLIS)));
    return Steps.tried(noted, message, now);
  }

  public static Optional<Instant> undoTriedAt(Step s) {
    return Optional.ofNullable(Steps.notes(s).undoTriedAt());
  }

  public static Optional<String> heardAtUndo(Step s) {
    return Optional.ofNullable(Steps.notes(s).undoHeard());
  }

  /** Immediately at first; then after a quarter of the time spent so far, 10 to 60 s. */
  public static boolean isUndoDue(Step s, Instant now) {
    return undoTriedAt(s).map(at -> Timestamps.isOver(at, undoPause(s, at), now)).orElse(true);
  }

  private static Duration undoPause(Step s, Instant triedAt) {
    Instant since = isUndoBegun(s) ? undoSince(s) : triedAt;
    Duration quarter = Duration.between(since, triedAt).dividedBy(4);
    if (quarter.compareTo(FIRST_RETRY) < 0) {
      return FIRST_RETRY;
    }
    return quarter.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : quarter;
  }

  /** Whether its rollback has only failed so far. */
  public static boolean isUndoStuck(Step s) {
    return mayHaveActed(s) && undoTriedAt(s).isPresent();
  }

  /** Whether it had failed before it was rolled back. */
  public static boolean hadFailed(Step s) {
    return Steps.notes(s).failed();
  }
}
