package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.JournalWriter;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.StepJournal;
import dev.halligan.recovery.record.StepJournal.Part;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.UnexpectedErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** One pass of one step: read, journal, act, journal. */
final class StepExecution {
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Some kinds of control plane do not support these; the recovery does the rest. */
  private static final Set<ActionType> NOT_EVERYWHERE =
      Set.of(
          ActionType.ISOLATE,
          ActionType.FREEZE_NODE_LIFECYCLE,
          ActionType.GROW_API_SERVER,
          ActionType.THAW);

  private final PlanCursor cursor;
  private final int index;
  private final JournalWriter writer;

  StepExecution(PlanCursor cursor, int index, JournalWriter writer) {
    this.cursor = cursor;
    this.index = index;
    this.writer = writer;
  }

  /** Works on the step and returns when the next pass is due. */
  Duration execute() {
    if (awaitsPerson()) {
      return RETRY;
    }
    try {
      if (entry().state() != StepState.RUNNING) {
        prepare();
      }
      return note(cursor.action(index).act(cursor.step(index)));
    } catch (RuntimeException e) {
      return failed(UnexpectedErrors.failure(e));
    }
  }

  private boolean awaitsPerson() {
    Step s = entry();
    boolean gate =
        s.state() == StepState.PENDING && Boolean.TRUE.equals(cursor.settings(index).approval());
    if (!gate && s.state() != StepState.WAITING_FOR_APPROVAL) {
      return false;
    }
    RequestAnnotations annotations = cursor.context().annotations();
    Optional<String> word = annotations.approval(s.name());
    if (word.isPresent() && !word.equals(Steps.heard(s))) {
      set(Steps.approved(s, word.get()));
      return false;
    }
    if (gate) {
      set(Steps.waiting(s, "waiting for approval: " + s.message(), now()));
    }
    boolean asked = Steps.isAsked(s);
    boolean named =
        annotations.culprit().isPresent() && !annotations.culprit().equals(Steps.heardCulprit(s));
    return gate || !(asked && named);
  }

  private void prepare() {
    if (!StepJournal.isPrepared(entry())) {
      Record undo = cursor.action(index).prepare(cursor.step(index));
      set(StepJournal.write(entry(), Part.UNDO, undo));
    }
    set(Steps.started(entry(), now()));
    writer.write();
  }

  private Duration note(Outcome outcome) {
    String message = outcome.message();
    switch (outcome) {
      case Outcome.Done done -> {
        set(StepJournal.write(entry(), Part.RESULT, done.result()));
        finish(StepState.DONE, message);
      }
      case Outcome.Skipped _ -> finish(StepState.SKIPPED, message);
      case Outcome.Failed _ -> finish(StepState.FAILED, message);
      case Outcome.NeedsApproval _ ->
          set(Steps.asked(entry(), message, cursor.context().annotations(), now()));
      case Outcome.Again again -> {
        set(Steps.going(entry(), message));
        if (isOverdue()) {
          finish(StepState.FAILED, overdue(message));
        }
        return again.after();
      }
    }
    return RETRY;
  }

  private void finish(StepState state, String message) {
    set(Steps.finished(entry(), state, message, now()));
  }

  private Duration failed(ControlFailure e) {
    String message = e.getMessage() + ". " + e.fix();
    if (e.reason() == ControlFailure.Reason.UNSUPPORTED
        && NOT_EVERYWHERE.contains(cursor.settings(index).action())) {
      return note(new Outcome.Skipped(message));
    }
    set(Steps.tried(entry(), message, now()));
    if (!e.isTransient()) {
      finish(StepState.FAILED, message);
    } else if (isOverdue()) {
      finish(StepState.FAILED, overdue(message));
    }
    return RETRY;
  }

  private boolean isOverdue() {
    return Duration.between(cursor.step(index).startedAt(), cursor.context().now())
            .compareTo(timeout())
        > 0;
  }

  private Duration timeout() {
    return StepSettings.timeout(cursor.settings(index), cursor.step(index).hosts())
        .plus(Steps.grace(entry()));
  }

  private String overdue(String last) {
    return "timed out after %d s; last state: %s".formatted(timeout().toSeconds(), last);
  }

  private Instant now() {
    return cursor.context().now();
  }

  private Step entry() {
    return cursor.record().step(index);
  }

  private void set(Step step) {
    cursor.record().step(index, step);
  }
}
