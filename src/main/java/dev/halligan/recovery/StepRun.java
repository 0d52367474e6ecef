package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pass of one step: read, journal, act, journal. */
final class StepRun {
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** For these some kinds of control planes have no hand; a recovery does what is left. */
  private static final Set<ActionType> NOT_EVERYWHERE =
      Set.of(
          ActionType.ISOLATE,
          ActionType.FREEZE_NODE_LIFECYCLE,
          ActionType.GROW_API_SERVER,
          ActionType.THAW);

  private final Course course;
  private final int index;
  private final Pen pen;

  StepRun(Course course, int index, Pen pen) {
    this.course = course;
    this.index = index;
    this.pen = pen;
  }

  /** Works on the step and says when to come again. */
  Duration pass() {
    if (awaitsPerson()) {
      return RETRY;
    }
    try {
      if (entry().state() != StepState.RUNNING) {
        prepare();
      }
      return note(course.action(index).act(course.context(index)));
    } catch (RuntimeException e) {
      return failed(Unforeseen.failure(e));
    }
  }

  private boolean awaitsPerson() {
    Step s = entry();
    boolean gate =
        s.state() == StepState.PENDING && Boolean.TRUE.equals(course.settings(index).approval());
    if (!gate && s.state() != StepState.WAITING_FOR_APPROVAL) {
      return false;
    }
    Consent consent = course.situation().consent();
    Optional<String> word = consent.approval(s.name());
    if (word.isPresent() && !word.equals(Steps.heard(s))) {
      set(Steps.approved(s, word.get()));
      return false;
    }
    if (gate) {
      set(Steps.waiting(s, "waits for a person: " + s.message(), course.situation().now()));
    }
    boolean asked = Steps.heard(s).isPresent();
    boolean named =
        consent.culprit().isPresent() && !consent.culprit().equals(Steps.heardCulprit(s));
    return gate || !(asked && named);
  }

  private void prepare() {
    Step s = entry();
    Map<String, String> undo =
        s.undo() != null ? s.undo() : course.action(index).prepare(course.context(index));
    set(Steps.started(s, undo, course.situation().now()));
    pen.write();
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
                  course.situation().now()));
      case Outcome.Skipped skipped ->
          set(
              Steps.finished(
                  entry(), StepState.SKIPPED, skipped.message(), course.situation().now()));
      case Outcome.Failed failed ->
          set(
              Steps.finished(
                  entry(), StepState.FAILED, failed.message(), course.situation().now()));
      case Outcome.AskPerson ask ->
          set(Steps.asked(entry(), ask, course.situation().consent(), course.situation().now()));
      case Outcome.Again again -> {
        set(Steps.going(entry(), again.message(), again.progress()));
        if (isOverdue()) {
          set(
              Steps.finished(
                  entry(), StepState.FAILED, overdue(again.message()), course.situation().now()));
        }
        return again.after();
      }
    }
    return RETRY;
  }

  private Duration failed(ControlFailure e) {
    String message = e.getMessage() + ". " + e.fix();
    if (e.reason() == ControlFailure.Reason.UNSUPPORTED
        && NOT_EVERYWHERE.contains(course.settings(index).action())) {
      return note(new Outcome.Skipped(message));
    }
    set(Steps.tried(entry(), message, course.situation().now()));
    if (!e.isTransient()) {
      set(Steps.finished(entry(), StepState.FAILED, message, course.situation().now()));
    } else if (isOverdue()) {
      set(Steps.finished(entry(), StepState.FAILED, overdue(message), course.situation().now()));
    }
    return RETRY;
  }

  private boolean isOverdue() {
    return Duration.between(course.context(index).startedAt(), course.situation().now())
            .compareTo(timeout())
        > 0;
  }

  private Duration timeout() {
    return StepSettings.timeout(course.settings(index), course.context(index).hosts())
        .plus(Steps.grace(entry()));
  }

  private String overdue(String last) {
    return "not done within %d s; last: %s".formatted(timeout().toSeconds(), last);
  }

  private Step entry() {
    return course.ledger().step(index);
  }

  private void set(Step step) {
    course.ledger().step(index, step);
  }
}
