package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The changes a journal entry can go through. Pure. */
public final class Steps {
  /** Progress of Isolate: when the fence was last renewed. */
  public static final String RENEWED_AT = "renewedAt";

  /** Progress of FreezeNodeLifecycle: when the freeze was last renewed. */
  public static final String KEPT_AT = "keptAt";

  /** Progress: time beyond the playbook's timeout that the step has, as ISO 8601. */
  public static final String GRACE = "grace";

  private static final String RETRIED = "retried";

  /** Words that stood on the request when a question was asked: they are no answer to it. */
  private static final String HEARD = "heard";

  private static final String HEARD_CULPRIT = "heardCulprit";

  /** The word with which a person approved the step, or what it asked last. */
  private static final String APPROVED = "approved";

  private static final String UNDO_SINCE = "undoSince";

  /** When undoing was last tried, and failed. */
  private static final String UNDO_TRIED_AT = "undoTriedAt";

  /** The word to skip the step that stood on the request when its undoing began. */
  private static final String UNDO_HEARD = "undoHeard";

  private static final Duration UNDO_SOON = Duration.ofSeconds(10);
  private static final Duration UNDO_RARELY = Duration.ofSeconds(60);

  /** Marks the step that found that there is nothing to recover from. */
  private static final String NEEDLESS = "needless";

  /** Progress that says when something was last done in time: without it, it is due. */
  static final Set<String> KEPT_ALIVE_AT = Set.of(RENEWED_AT, KEPT_AT, UNDO_TRIED_AT);

  /** Marks a step whose failure turned the recovery round: known also after its undoing. */
  private static final String AFTER_FAILURE = "failed";

  private Steps() {}

  /** The step's timeout runs from here: the time a person took to decide does not count. */
  static Step started(Step s, Map<String, String> undo, Instant now) {
    String at = s.state() == StepState.WAITING_FOR_APPROVAL ? Times.format(now) : begun(s, now);
    return new Step(
        s.name(),
        s.action(),
        StepState.RUNNING,
        s.message(),
        at,
        null,
        s.evidence(),
        undo,
        s.progress());
  }

  /** Tried, but nothing was done yet. */
  static Step tried(Step s, String message, Instant now) {
    return new Step(
        s.name(),
        s.action(),
        s.state(),
        message,
        begun(s, now),
        null,
        s.evidence(),
        s.undo(),
        s.progress());
  }

  static Step going(Step s, String message, Map<String, String> progress) {
    return new Step(
        s.name(),
        s.action(),
        StepState.RUNNING,
        message,
        s.startedAt(),
        null,
        s.evidence(),
        s.undo(),
        progress);
  }

  static Step waiting(Step s, String message, Instant now) {
    return new Step(
        s.name(),
        s.action(),
        StepState.WAITING_FOR_APPROVAL,
        message,
        begun(s, now),
        null,
        s.evidence(),
        s.undo(),
        s.progress());
  }

  static Step finished(Step s, StepState state, String message, Instant now) {
    return finished(s, state, message, s.evidence(), now);
  }

  static Step finished(
      Step s, StepState state, String message, Map<String, String> evidence, Instant now) {
    return new Step(
        s.name(),
        s.action(),
        state,
        message,
        begun(s, now),
        Times.format(now),
        evidence,
        s.undo(),
        s.progress());
  }

  /** Waits for the answer to a question. */
  static Step asked(Step s, Outcome.AskPerson question, Consent consent, Instant now) {
    Map<String, String> progress = new HashMap<>(question.progress());
    progress.remove(APPROVED);
    progress.put(HEARD, consent.approval(s.name()).orElse(""));
    consent.culprit().ifPresent(text -> progress.put(HEARD_CULPRIT, text));
    return waiting(with(s, progress), question.message(), now);
  }

  static Step approved(Step s, String word) {
    return with(s, plus(s.progress(), APPROVED, word));
  }

  /** Whether a person approved the step, or what it asked last. */
  public static boolean isApproved(Map<String, String> progress) {
    return progress.containsKey(APPROVED);
  }

  /** Whether the step has looked, and asks a person what it could not tell. */
  public static boolean isAsked(Step s) {
    return heard(s).isPresent();
  }

  /** The approval that stood there when the question was asked, or ""; empty when none was. */
  static Optional<String> heard(Step s) {
    return Optional.ofNullable(s.progress()).map(p -> p.get(HEARD));
  }

  static Optional<String> heardCulprit(Step s) {
    return Optional.ofNullable(s.progress()).map(p -> p.get(HEARD_CULPRIT));
  }

  /**
   * To be tried once more from its beginning; {@code word} is what the person wrote, so that it
   * counts once.
   */
  static Step reopened(Step s, String word) {
    return new Step(
        s.name(),
        s.action(),
        StepState.PENDING,
        s.message(),
        null,
        null,
        s.evidence(),
        s.undo(),
        Map.of(RETRIED, word));
  }

  /**
   * The operator was away, or paused: the time in which nobody worked on the step does not count.
   */
  static Step resumed(Step s, Instant now) {
    return new Step(
        s.name(),
        s.action(),
        s.state(),
        s.message(),
        Times.format(now),
        null,
        s.evidence(),
        s.undo(),
        s.progress());
  }

  static Duration grace(Step s) {
    String grace = s.progress() == null ? null : s.progress().get(GRACE);
    return grace == null ? Duration.ZERO : Duration.parse(grace);
  }

  /** Whether something may be left to take back: also of a step that failed or was passed over. */
  public static boolean mayHaveActed(Step s) {
    return s.undo() != null
        && !s.undo().isEmpty()
        && s.state() != StepState.UNDONE
        && s.state() != StepState.UNDO_FAILED;
  }

  /** {@code heard}: the word to skip it that stands there already, or "". */
  static Step undoBegun(Step s, String heard, Instant now) {
    Map<String, String> since = plus(s.progress(), UNDO_SINCE, Times.format(now));
    Step begun = with(s, plus(since, UNDO_HEARD, heard));
    return s.state() == StepState.FAILED
        ? with(begun, plus(begun.progress(), AFTER_FAILURE, "true"))
        : begun;
  }

  static boolean isUndoBegun(Step s) {
    return s.progress() != null && s.progress().containsKey(UNDO_SINCE);
  }

  static Instant undoSince(Step s) {
    return Instant.parse(s.progress().get(UNDO_SINCE));
  }

  /** Undoing failed and is to be tried again. */
  static Step undoTried(Step s, String message, Instant now) {
    return tried(with(s, plus(s.progress(), UNDO_TRIED_AT, Times.format(now))), message, now);
  }

  static Optional<Instant> undoTriedAt(Step s) {
    return Optional.ofNullable(s.progress()).map(p -> p.get(UNDO_TRIED_AT)).map(Instant::parse);
  }

  static Optional<String> heardAtUndo(Step s) {
    return Optional.ofNullable(s.progress()).map(p -> p.get(UNDO_HEARD));
  }

  /** At once at first; then after a quarter of the time it has been tried, 10 to 60 s. */
  static boolean isUndoDue(Step s, Instant now) {
    return undoTriedAt(s).map(at -> Times.isOver(at, undoPause(s, at), now)).orElse(true);
  }

  private static Duration undoPause(Step s, Instant triedAt) {
    Duration quarter = Duration.between(undoSince(s), triedAt).dividedBy(4);
    if (quarter.compareTo(UNDO_SOON) < 0) {
      return UNDO_SOON;
    }
    return quarter.compareTo(UNDO_RARELY) > 0 ? UNDO_RARELY : quarter;
  }

  /** Whether taking it back was tried in vain so far. */
  static boolean isUndoStuck(Step s) {
    return mayHaveActed(s) && undoTriedAt(s).isPresent();
  }

  /** There is nothing to recover from: turns the recovery round. */
  static Step needless(Step s, String why, Instant now) {
    return finished(with(s, plus(s.progress(), NEEDLESS, "true")), StepState.SKIPPED, why, now);
  }

  static boolean isNeedless(Step s) {
    return s.progress() != null && s.progress().containsKey(NEEDLESS);
  }

  /** Whether it had failed before it was taken back. */
  static boolean hadFailed(Step s) {
    return s.progress() != null && s.progress().containsKey(AFTER_FAILURE);
  }

  static Optional<String> retried(Step s) {
    return Optional.ofNullable(s.progress()).map(p -> p.get(RETRIED));
  }

  private static Step with(Step s, Map<String, String> progress) {
    return new Step(
        s.name(),
        s.action(),
        s.state(),
        s.message(),
        s.startedAt(),
        s.finishedAt(),
        s.evidence(),
        s.undo(),
        Map.copyOf(progress));
  }

  public static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new HashMap<>(map == null ? Map.of() : map);
    copy.put(key, value);
    return Map.copyOf(copy);
  }

  private static String begun(Step s, Instant now) {
    return s.startedAt() != null ? s.startedAt() : Times.format(now);
  }
}
