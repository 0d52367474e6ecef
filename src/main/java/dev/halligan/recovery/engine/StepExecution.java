package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.JournalWriter;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.UnexpectedErrors;
import java.time.Duration;
import java.util.Map;
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
  Duration pass() {
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
      set(Steps.waiting(s, "waiting for approval: " + s.message(), cursor.context().now()));
    }
    boolean asked = Steps.heard(s).isPresent();
    boolean named =
        annotations.culprit().isPresent() && !annotations.culprit().equals(Steps.heardCulprit(s));
    return gate || !(asked && named);
  }

  private void prepare() {
    Step s = entry();
    Map<String, String> undo =
        s.undo() != null ? s.undo() : cursor.action(index).prepare(cursor.step(index));
    set(Steps.started(s, undo, cursor.context().now()));
    writer.write();
  }

  private Duration note(Outcome outcome) {
    switch (outcome) {
      case Outcome.Done done ->
          set(
              Steps.finished(
                  entry(),
                  StepState.DONE,
                  done.message(),
                  done.evidence(),
                  cursor.context().now()));
      case Outcome.Skipped skipped ->
          set(
              Steps.finished(
                  entry(), StepState.SKIPPED, skipped.message(), cursor.context().now()));
      case Outcome.Failed failed ->
          set(Steps.finished(entry(), StepState.FAILED, failed.message(), cursor.context().now()));
      case Outcome.NeedsApproval ask ->
          set(
              Steps.asked(
                  entry(),
                  ask.message(),
                  ask.progress(),
                  cursor.context().annotations(),
                  cursor.context().now()));
      case Outcome.Again again -> {
        set(Steps.going(entry(), again.message(), again.progress()));
        if (isOverdue()) {
          set(
              Steps.finished(
                  entry(), StepState.FAILED, overdue(again.message()), cursor.context().now()));
        }
        return again.after();
      }
    }
    return RETRY;
  }

  private Duration failed(ControlFailure e) {
    String message = e.getMessage() + ". " + e.fix();
    if (e.reason() == ControlFailure.Reason.UNSUPPORTED
        && NOT_EVERYWHERE.contains(cursor.settings(index).action())) {
      return note(new Outcome.Skipped(message));
    }
    set(Steps.tried(entry(), message, cursor.context().now()));
    if (!e.isTransient()) {
      set(Steps.finished(entry(), StepState.FAILED, message, cursor.context().now()));
    } else if (isOverdue()) {
      set(Steps.finished(entry(), StepState.FAILED, overdue(message), cursor.context().now()));
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

  private Step entry() {
    return cursor.record().step(index);
  }

  private void set(Step step) {
    cursor.record().step(index, step);
  }
}
