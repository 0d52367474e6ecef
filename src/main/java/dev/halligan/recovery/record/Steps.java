package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The state changes of a journal entry. Pure. */
public final class Steps {
  /** Progress of Isolate: when the fence was last renewed. */
  public static final String RENEWED_AT = "renewedAt";

  /** Progress of FreezeNodeLifecycle: when the freeze was last renewed. */
  public static final String KEPT_AT = "keptAt";

  /** Progress: the step's time beyond the playbook's timeout, as ISO 8601. */
  public static final String GRACE = "grace";

  private static final String RETRIED = "retried";

  /** An annotation that was present when a question was asked does not answer it. */
  private static final String HEARD = "heard";

  private static final String HEARD_CULPRIT = "heardCulprit";

  /** The value with which a person approved the step, or answered its last question. */
  private static final String APPROVED = "approved";

  /** Marks the step that found that there is nothing to recover from. */
  private static final String NEEDLESS = "needless";

  /** Progress keys of the last renewals; without such a key the renewal is due. */
  public static final Set<String> KEPT_ALIVE_AT =
      Set.of(RENEWED_AT, KEPT_AT, UndoSteps.UNDO_TRIED_AT);

  private Steps() {}

  /** The step's timeout starts here: the time a person took to decide does not count. */
  public static Step started(Step s, Map<String, String> undo, Instant now) {
    String at =
        s.state() == StepState.WAITING_FOR_APPROVAL ? Timestamps.format(now) : begun(s, now);
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

  /** A try failed; the state stays. */
  public static Step tried(Step s, String message, Instant now) {
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

  public static Step going(Step s, String message, Map<String, String> progress) {
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

  public static Step waiting(Step s, String message, Instant now) {
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

  public static Step finished(Step s, StepState state, String message, Instant now) {
    return finished(s, state, message, s.evidence(), now);
  }

  public static Step finished(
      Step s, StepState state, String message, Map<String, String> evidence, Instant now) {
    return new Step(
        s.name(),
        s.action(),
        state,
        message,
        begun(s, now),
        Timestamps.format(now),
        evidence,
        s.undo(),
        s.progress());
  }

  /** Waits for the answer to a question. */
  public static Step asked(
      Step s,
      String question,
      Map<String, String> asked,
      RequestAnnotations annotations,
      Instant now) {
    Map<String, String> progress = new HashMap<>(asked);
    progress.remove(APPROVED);
    progress.put(HEARD, annotations.approval(s.name()).orElse(""));
    annotations.culprit().ifPresent(text -> progress.put(HEARD_CULPRIT, text));
    return waiting(with(s, progress), question, now);
  }

  public static Step approved(Step s, String word) {
    return note(s, APPROVED, word);
  }

  /** Whether a person approved the step, or answered its last question. */
  public static boolean isApproved(Map<String, String> progress) {
    return progress.containsKey(APPROVED);
  }

  /** Whether the step has run and asks a person a question. */
  public static boolean isAsked(Step s) {
    return heard(s).isPresent();
  }

  /** The approval present when the question was asked, or ""; empty if none was asked. */
  public static Optional<String> heard(Step s) {
    return noted(s, HEARD);
  }

  public static Optional<String> heardCulprit(Step s) {
    return noted(s, HEARD_CULPRIT);
  }

  /**
   * To be retried from the start; {@code word} is the value of the annotation, so that it counts
   * once.
   */
  public static Step reopened(Step s, String word) {
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
   * The operator was away or paused; the time in which the step was not worked on does not count.
   */
  public static Step resumed(Step s, Instant now) {
    return new Step(
        s.name(),
        s.action(),
        s.state(),
        s.message(),
        Timestamps.format(now),
        null,
        s.evidence(),
        s.undo(),
        s.progress());
  }

  public static Duration grace(Step s) {
    return noted(s, GRACE).map(Duration::parse).orElse(Duration.ZERO);
  }

  /** There is nothing to recover from: begins a rollback. */
  public static Step needless(Step s, String why, Instant now) {
    return finished(note(s, NEEDLESS, "true"), StepState.SKIPPED, why, now);
  }

  public static boolean isNeedless(Step s) {
    return noted(s, NEEDLESS).isPresent();
  }

  public static Optional<String> retried(Step s) {
    return noted(s, RETRIED);
  }

  /** What the progress says under this key. */
  static Optional<String> noted(Step s, String key) {
    return Optional.ofNullable(s.progress()).map(p -> p.get(key));
  }

  /** The entry with one more thing in its progress; nothing else changes. */
  static Step note(Step s, String key, String value) {
    return with(s, plus(s.progress(), key, value));
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
    return s.startedAt() != null ? s.startedAt() : Timestamps.format(now);
  }
}
