package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.OnFailure;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The plan with its journal: which step is next, and in which direction. Only decides. */
final class PlanCursor {
  private final RecoveryRecord record;
  private final Map<ActionType, Action> actions;
  private final PassContext context;

  PlanCursor(RecoveryRecord record, Map<ActionType, Action> actions, PassContext context) {
    this.record = record;
    this.actions = actions;
    this.context = context;
  }

  RecoveryRecord record() {
    return record;
  }

  PassContext context() {
    return context;
  }

  int size() {
    return record.steps().size();
  }

  RecoveryPlaybookSpec.Step settings(int index) {
    return record.plan().orElseThrow().steps().get(index);
  }

  Action action(int index) {
    return actions.get(settings(index).action());
  }

  public StepContext step(int index) {
    return new StepContext(settings(index), index, context, record);
  }

  /** Fills in what every step would do, before any step runs. */
  void writeIntents() {
    for (int i = 0; i < size(); i++) {
      record.say(i, action(i).intent(step(i)));
    }
  }

  /**
   * Whether everything is rolled back: a person aborted, a step failed whose failure aborts, or a
   * step found that there is nothing to recover from.
   */
  boolean isBackward() {
    return Boolean.TRUE.equals(context.request().abort())
        || abortingStep().isPresent()
        || record.steps().stream().anyMatch(Steps::isNeedless);
  }

  /** The failed step that turned the recovery into a rollback. */
  Optional<Step> abortingStep() {
    return indices()
        .filter(i -> record.step(i).state() == StepState.FAILED || isUndone(record.step(i)))
        .filter(i -> StepSettings.onFailure(settings(i)) == OnFailure.ABORT)
        .filter(
            i -> record.step(i).state() == StepState.FAILED || UndoSteps.hadFailed(record.step(i)))
        .mapToObj(record::step)
        .findFirst();
  }

  /** The failed step at which the recovery waits for a person. */
  OptionalInt heldAt() {
    return indices()
        .filter(i -> record.step(i).state() == StepState.FAILED)
        .filter(i -> StepSettings.onFailure(settings(i)) == OnFailure.HOLD)
        .findFirst();
  }

  /**
   * The step to work on. GrowApiServer does not need a responsive API server, so it runs before a
   * step that needs the admin lane while that is closed, and before all others until the first
   * answer behind the fence.
   */
  OptionalInt next() {
    OptionalInt first = unfinished().findFirst();
    if (first.isEmpty() || !(awaitsFirstAnswer() || awaitsAdminLane(first.getAsInt()))) {
      return first;
    }
    OptionalInt growth = growth();
    return growth.isPresent() ? growth : first;
  }

  private boolean awaitsAdminLane(int index) {
    return action(index).needsAdminLane() && !context.adminLaneOpen();
  }

  /** Whether the fence went up a short time ago and no administrator has had an answer since. */
  boolean awaitsFirstAnswer() {
    String fencedAt = record.timeline().fencedAt();
    if (fencedAt == null || record.timeline().readmittedAt() != null) {
      return false;
    }
    Instant fenced = Instant.parse(fencedAt);
    return !Timestamps.isOver(fenced, PassContext.SILENCE, context.now())
        && !context.lanes().since(fenced).adminAnswers();
  }

  /** Whether the fence has been up for {@code atLeast} and GrowApiServer has yet to run. */
  boolean mayGrowMeanwhile(Duration atLeast) {
    Instant fenced = Instant.parse(record.timeline().fencedAt());
    return growth().isPresent() && Timestamps.isOver(fenced, atLeast, context.now());
  }

  private OptionalInt growth() {
    return unfinished().filter(i -> settings(i).action() == ActionType.GROW_API_SERVER).findFirst();
  }

  /** The fence that Readmit did not lift because it was skipped or failed. */
  OptionalInt fenceLeftStanding() {
    boolean passedOver =
        record.step(ActionType.READMIT).filter(s -> s.state().isFinished()).isPresent()
            && !record.isDone(ActionType.READMIT);
    return indices()
        .filter(i -> passedOver && record.timeline().readmittedAt() == null)
        .filter(i -> settings(i).action() == ActionType.ISOLATE)
        .filter(i -> UndoSteps.mayHaveActed(record.step(i)))
        .findFirst();
  }

  /** Whether the fence's TTL has passed since its rollback began, after which nothing renews it. */
  boolean fenceHasExpired(int fence) {
    Step s = record.step(fence);
    Duration ttl = StepSettings.fenceTtl(settings(fence));
    return UndoSteps.isUndoBegun(s)
        && Timestamps.isOver(UndoSteps.undoSince(s), ttl, context.now());
  }

  /** A freeze that has yet to run: nodes must not look dead while a person decides. */
  OptionalInt pendingFreeze() {
    return unfinished()
        .filter(i -> settings(i).action() == ActionType.FREEZE_NODE_LIFECYCLE)
        .findFirst();
  }

  private IntStream unfinished() {
    return indices().filter(i -> !record.step(i).state().isFinished());
  }

  private IntStream indices() {
    return IntStream.range(0, size());
  }

  private static boolean isUndone(Step s) {
    return s.state() == StepState.UNDONE || s.state() == StepState.UNDO_FAILED;
  }
}
