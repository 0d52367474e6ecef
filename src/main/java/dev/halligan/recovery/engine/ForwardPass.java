package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.JournalWriter;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.recovery.step.UnexpectedErrors;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass forward: at most one step. */
final class ForwardPass {
  private static final Logger log = LoggerFactory.getLogger(ForwardPass.class);
  private static final Duration NEXT_STEP = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration WHILE_WAITING = Duration.ofSeconds(2);

  /** Well before a lease is stale, after 40 s. */
  private static final Duration LEASES_WAIT = Duration.ofSeconds(15);

  private final PlanCursor cursor;
  private final RecoveryConditions conditions;
  private final JournalWriter writer;

  ForwardPass(PlanCursor cursor, RecoveryConditions conditions, JournalWriter writer) {
    this.cursor = cursor;
    this.conditions = conditions;
    this.writer = writer;
  }

  PassResult advance() {
    OptionalInt held = cursor.heldAt();
    if (held.isPresent() && !resolve(held.getAsInt())) {
      return waitForPerson(held.getAsInt());
    }
    OptionalInt fence = cursor.fenceLeftStanding();
    if (fence.isPresent() && !lift(fence.getAsInt())) {
      conditions.progressing(cursor.record().step(fence.getAsInt()));
      writer.write();
      return PassResult.after(RETRY);
    }
    if (isBlindBehindTheFence()) {
      conditions.blind();
      writer.write();
      return PassResult.after(RETRY);
    }
    OptionalInt next = cursor.next();
    if (next.isEmpty()) {
      return finish();
    }
    if (cursor.record().step(next.getAsInt()).state() == StepState.WAITING_FOR_APPROVAL
        && resolve(next.getAsInt())) {
      writer.write();
      return PassResult.after(NEXT_STEP);
    }
    Duration again = new StepExecution(cursor, next.getAsInt(), writer).execute();
    Step after = cursor.record().step(next.getAsInt());
    if (after.state() == StepState.WAITING_FOR_APPROVAL) {
      return waitForPerson(next.getAsInt());
    }
    if (isShutForLong(after)) {
      freeze(next.getAsInt());
    }
    conditions.progressing(after);
    writer.write();
    return PassResult.after(after.state().isFinished() ? NEXT_STEP : again);
  }

  /** Raising a fence cannot wait for probe results; every later step relies on them. */
  private boolean isBlindBehindTheFence() {
    Timeline timeline = cursor.record().timeline();
    return timeline.fencedAt() != null
        && timeline.readmittedAt() == null
        && cursor.context().nobodyLooked();
  }

  /**
   * Lifts a fence that Readmit left behind: no later step needs it, and nothing renews it after the
   * end. True if the recovery may go on: it is lifted, or has expired and steps are left.
   */
  private boolean lift(int index) {
    StepRollback undo = new StepRollback(cursor, index, writer);
    undo.skipIfSaid();
    if (UndoSteps.mayHaveActed(cursor.record().step(index)) && undo.isDue()) {
      undo.begin();
      undo.execute();
    }
    return !UndoSteps.mayHaveActed(cursor.record().step(index))
        || cursor.fenceHasExpired(index) && cursor.next().isPresent();
  }

  /** A person paused the cluster: fence and freeze are kept, no new step starts. */
  PassResult pause() {
    if (!isRaising()) {
      cursor.record().resume(cursor.context().now());
    }
    conditions.paused();
    writer.write();
    return PassResult.after(WHILE_WAITING);
  }

  /** A fence on its way up already blocks clients, so its time limit runs on during a pause. */
  private boolean isRaising() {
    return cursor
        .record()
        .step(ActionType.ISOLATE)
        .filter(s -> s.state() == StepState.RUNNING)
        .isPresent();
  }

  /** A fence on its way up blocks kubelets before it is proven, and their leases expire. */
  private boolean isShutForLong(Step step) {
    return step.action() == ActionType.ISOLATE
        && step.state() == StepState.RUNNING
        && !Steps.grace(step).isZero()
        && Timestamps.isOver(Instant.parse(step.startedAt()), LEASES_WAIT, cursor.context().now());
  }

  /** Runs the freeze out of turn while the step at {@code index} takes long. */
  private void freeze(int index) {
    OptionalInt freeze = cursor.pendingFreeze();
    if (freeze.isPresent() && freeze.getAsInt() != index) {
      new StepExecution(cursor, freeze.getAsInt(), writer).execute();
    }
  }

  private PassResult waitForPerson(int index) {
    Optional<String> needless = needless(index);
    if (needless.isPresent()) {
      Step s = cursor.record().step(index);
      Instant now = cursor.context().now();
      cursor.record().step(index, Steps.needless(s, needless.get(), now));
      writer.write();
      return PassResult.after(NEXT_STEP);
    }
    if (cursor.record().timeline().fencedAt() != null) {
      freeze(index);
    }
    conditions.held(cursor.record().step(index));
    writer.write();
    return PassResult.after(WHILE_WAITING);
  }

  /** Why no person needs to decide any more; empty if that is not known yet. */
  private Optional<String> needless(int index) {
    try {
      return cursor.action(index).needless(cursor.step(index));
    } catch (RuntimeException thrown) {
      ControlFailure e = UnexpectedErrors.failure(thrown);
      log.atInfo()
          .addKeyValue("step", cursor.settings(index).name())
          .addKeyValue("reason", e.reason())
          .addKeyValue("detail", e.getMessage())
          .log("cannot tell yet whether the recovery is needed; asking again");
      return Optional.empty();
    }
  }

  /** Applies a person's decision on the held step; true if the recovery may go on. */
  private boolean resolve(int index) {
    Step s = cursor.record().step(index);
    RequestAnnotations annotations = cursor.context().annotations();
    if (annotations.skip(s.name()).isPresent()) {
      cursor
          .record()
          .step(
              index,
              Steps.finished(
                  s,
                  StepState.SKIPPED,
                  "skipped on request: " + s.message(),
                  cursor.context().now()));
      return true;
    }
    Optional<String> retry = annotations.retry(s.name());
    if (retry.isPresent() && !retry.equals(Steps.retried(s))) {
      cursor.record().step(index, Steps.reopened(s, retry.get()));
      return true;
    }
    return false;
  }

  private PassResult finish() {
    Optional<Duration> wait = conditions.finish();
    writer.write();
    return wait.map(PassResult::after).orElseGet(PassResult::ended);
  }
}
