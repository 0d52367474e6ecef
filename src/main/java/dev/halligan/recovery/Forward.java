package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass forward: at most one step. */
final class Forward {
  private static final Logger log = LoggerFactory.getLogger(Forward.class);
  private static final Duration NEXT_STEP = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration WHILE_WAITING = Duration.ofSeconds(2);

  /** Well before a lease is stale, after 40 s. */
  private static final Duration LEASES_WAIT = Duration.ofSeconds(15);

  private final Course course;
  private final Story story;
  private final Pen pen;

  Forward(Course course, Story story, Pen pen) {
    this.course = course;
    this.story = story;
    this.pen = pen;
  }

  PassResult pass() {
    OptionalInt held = course.heldAt();
    if (held.isPresent() && !resolve(held.getAsInt())) {
      return waitForPerson(held.getAsInt());
    }
    OptionalInt fence = course.fenceLeftStanding();
    if (fence.isPresent() && !lift(fence.getAsInt())) {
      story.progressing(course.ledger().step(fence.getAsInt()));
      pen.write();
      return PassResult.after(RETRY);
    }
    if (isBlindBehindTheFence()) {
      story.blind();
      pen.write();
      return PassResult.after(RETRY);
    }
    OptionalInt next = course.next();
    if (next.isEmpty()) {
      return finish();
    }
    if (course.ledger().step(next.getAsInt()).state() == StepState.WAITING_FOR_APPROVAL
        && resolve(next.getAsInt())) {
      pen.write();
      return PassResult.after(NEXT_STEP);
    }
    Duration again = new StepRun(course, next.getAsInt(), pen).pass();
    Step after = course.ledger().step(next.getAsInt());
    if (after.state() == StepState.WAITING_FOR_APPROVAL) {
      return waitForPerson(next.getAsInt());
    }
    if (isShutForLong(after)) {
      freeze(next.getAsInt());
    }
    story.progressing(after);
    pen.write();
    return PassResult.after(after.state().isFinished() ? NEXT_STEP : again);
  }

  /** Raising a fence cannot wait for the first answers, but what follows goes by them. */
  private boolean isBlindBehindTheFence() {
    Timeline timeline = course.ledger().timeline();
    return timeline.fencedAt() != null
        && timeline.readmittedAt() == null
        && course.situation().nobodyLooked();
  }

  /**
   * Nobody else would: what follows has no use for a fence, and the end none for a keeper. True
   * when the recovery may go on: it is lifted, or has expired and there is something left to do.
   */
  private boolean lift(int index) {
    UndoRun undo = new UndoRun(course, index, pen);
    undo.skipIfSaid();
    if (Steps.mayHaveActed(course.ledger().step(index)) && undo.isDue()) {
      undo.begin();
      undo.pass();
    }
    return !Steps.mayHaveActed(course.ledger().step(index))
        || course.fenceHasExpired(index) && course.next().isPresent();
  }

  /** A person paused the cluster: what stands is kept, nothing new is done. */
  PassResult pause() {
    if (!isRaising()) {
      course.ledger().resume(course.situation().now());
    }
    story.paused();
    pen.write();
    return PassResult.after(WHILE_WAITING);
  }

  /** What is shut out by a fence on its way up does not wait for a person: its time goes on. */
  private boolean isRaising() {
    return course
        .ledger()
        .step(ActionType.ISOLATE)
        .filter(s -> s.state() == StepState.RUNNING)
        .isPresent();
  }

  /** A fence on its way up shuts kubelets out before it is proven; their leases do not wait. */
  private boolean isShutForLong(Step step) {
    return step.action() == ActionType.ISOLATE
        && step.state() == StepState.RUNNING
        && !Steps.grace(step).isZero()
        && Times.isOver(Instant.parse(step.startedAt()), LEASES_WAIT, course.situation().now());
  }

  /** Freezes out of turn, while the step at {@code index} takes its time. */
  private void freeze(int index) {
    OptionalInt freeze = course.pendingFreeze();
    if (freeze.isPresent() && freeze.getAsInt() != index) {
      new StepRun(course, freeze.getAsInt(), pen).pass();
    }
  }

  private PassResult waitForPerson(int index) {
    Optional<String> needless = needless(index);
    if (needless.isPresent()) {
      Step s = course.ledger().step(index);
      Instant now = course.situation().now();
      course.ledger().step(index, Steps.needless(s, needless.get(), now));
      pen.write();
      return PassResult.after(NEXT_STEP);
    }
    if (course.ledger().timeline().fencedAt() != null) {
      freeze(index);
    }
    story.held(course.ledger().step(index));
    pen.write();
    return PassResult.after(WHILE_WAITING);
  }

  /** Why nobody has to be asked any more; what cannot be told now is asked again later. */
  private Optional<String> needless(int index) {
    try {
      return course.action(index).needless(course.context(index));
    } catch (RuntimeException thrown) {
      ControlFailure e = Unforeseen.failure(thrown);
      log.atInfo()
          .addKeyValue("step", course.settings(index).name())
          .addKeyValue("reason", e.reason())
          .addKeyValue("detail", e.getMessage())
          .log("whether the recovery is needed could not be told");
      return Optional.empty();
    }
  }

  /** What a person said of the step that is held; true when the recovery may go on. */
  private boolean resolve(int index) {
    Step s = course.ledger().step(index);
    Consent consent = course.situation().consent();
    if (consent.skip(s.name()).isPresent()) {
      course
          .ledger()
          .step(
              index,
              Steps.finished(
                  s,
                  StepState.SKIPPED,
                  "skipped by a person: " + s.message(),
                  course.situation().now()));
      return true;
    }
    Optional<String> retry = consent.retry(s.name());
    if (retry.isPresent() && !retry.equals(Steps.retried(s))) {
      course.ledger().step(index, Steps.reopened(s, retry.get()));
      return true;
    }
    return false;
  }

  private PassResult finish() {
    Optional<Duration> wait = story.finish();
    pen.write();
    return wait.map(PassResult::after).orElseGet(PassResult::ended);
  }
}
