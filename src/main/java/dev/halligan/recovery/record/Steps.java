package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.StepJournal.Part;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The state changes of a journal entry. Pure. */
public final class Steps {
  private Steps() {}

  /**
   * What the engine keeps of the step. Nothing if that is not readable, so that a fence is renewed
   * all the same.
   */
  public static StepNotes notes(Step s) {
    try {
      return StepJournal.read(s, Part.NOTES, StepNotes.class);
    } catch (ControlFailure unreadable) {
      return StepNotes.none();
    }
  }

  /** The entry with other notes; nothing else changes. */
  public static Step noted(Step s, UnaryOperator<StepNotes> change) {
    return StepJournal.write(s, Part.NOTES, change.apply(notes(s)));
  }

  /** The step's timeout starts here: the time a person took to decide does not count. */
  public static Step started(Step s, Instant now) {
    String at =
        s.state() == StepState.WAITING_FOR_APPROVAL ? Timestamps.format(now) : begun(s, now);
    return s.withState(StepState.RUNNING).withStartedAt(at).withFinishedAt(null);
  }

  /** A try failed; the state stays. */
  public static Step tried(Step s, String message, Instant now) {
    return s.withMessage(message).withStartedAt(begun(s, now)).withFinishedAt(null);
  }

  public static Step going(Step s, String message) {
    return s.withState(StepState.RUNNING).withMessage(message).withFinishedAt(null);
  }

  public static Step waiting(Step s, String message, Instant now) {
    return tried(s, message, now).withState(StepState.WAITING_FOR_APPROVAL);
  }

  public static Step finished(Step s, StepState state, String message, Instant now) {
    return tried(s, message, now).withState(state).withFinishedAt(Timestamps.format(now));
  }

  /** Waits for the answer to a question. */
  public static Step asked(Step s, String question, RequestAnnotations annotations, Instant now) {
    return waiting(
        noted(
            s,
            notes ->
                notes
                    .withApproved(null)
                    .withAsked(true)
                    .withHeard(annotations.approval(s.name()).orElse(null))
                    .withHeardCulprit(annotations.culprit().orElse(null))),
        question,
        now);
  }

  public static Step approved(Step s, String word) {
    return noted(s, notes -> notes.withApproved(word));
  }

  /** Whether a person approved the step, or answered its last question. */
  public static boolean isApproved(Step s) {
    return notes(s).approved() != null;
  }

  /** Whether the step has run and asks a person a question. */
  public static boolean isAsked(Step s) {
    return notes(s).asked();
  }

  /** The approval that was there when the question was asked; empty if there was none. */
  public static Optional<String> heard(Step s) {
    return Optional.ofNullable(notes(s).heard());
  }

  public static Optional<String> heardCulprit(Step s) {
    return Optional.ofNullable(notes(s).heardCulprit());
  }

  /**
   * To be retried from the start; {@code word} is the value of the annotation, so that it counts
   * once.
   */
  public static Step reopened(Step s, String word) {
    Step empty = StepJournal.without(s, Part.PROGRESS);
    return noted(empty, _ -> StepNotes.none().withRetried(word))
        .withState(StepState.PENDING)
        .withStartedAt(null)
        .withFinishedAt(null);
  }

  /**
   * The operator was away or paused; the time in which the step was not worked on does not count.
   */
  public static Step resumed(Step s, Instant now) {
    return s.withStartedAt(Timestamps.format(now)).withFinishedAt(null);
  }

  public static Duration grace(Step s) {
    return Optional.ofNullable(notes(s).grace()).orElse(Duration.ZERO);
  }

  /** There is nothing to recover from: begins a rollback. */
  public static Step needless(Step s, String why, Instant now) {
    return finished(noted(s, notes -> notes.withNeedless(true)), StepState.SKIPPED, why, now);
  }

  public static boolean isNeedless(Step s) {
    return notes(s).needless();
  }

  public static Optional<String> retried(Step s) {
    return Optional.ofNullable(notes(s).retried());
  }

  /** When what the step put in place was last renewed; empty if that is due. */
  public static Optional<Instant> keptAt(Step s) {
    return Optional.ofNullable(notes(s).keptAt());
  }

  /** Whatever is repeated after a while is due now. */
  public static Step dueNow(Step s) {
    return StepJournal.node(s, Part.NOTES).isEmpty()
        ? s
        : noted(s, notes -> notes.withKeptAt(null).withUndoTriedAt(null));
  }

  private static String begun(Step s, Instant now) {
    return s.startedAt() != null ? s.startedAt() : Timestamps.format(now);
  }
}
