package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.OnFailure;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The plan with its journal: which step is next, in which direction. Decides, does nothing. */
final class Course {
  private final Ledger ledger;
  private final Map<ActionType, Action> actions;
  private final Situation situation;

  Course(Ledger ledger, Map<ActionType, Action> actions, Situation situation) {
    this.ledger = ledger;
    this.actions = actions;
    this.situation = situation;
  }

  Ledger ledger() {
    return ledger;
  }

  Situation situation() {
    return situation;
  }

  int size() {
    return ledger.steps().size();
  }

  RecoveryPlaybookSpec.Step settings(int index) {
    return ledger.plan().orElseThrow().steps().get(index);
  }

  Action action(int index) {
    return actions.get(settings(index).action());
  }

  StepContext context(int index) {
    return new StepContext(settings(index), index, situation, ledger);
  }

  /** Fills in what every step would do, before any is done. */
  void writeIntents() {
    for (int i = 0; i < size(); i++) {
      Step s = ledger.step(i);
      String intent = action(i).intent(context(i));
      ledger.step(
          i, new Step(s.name(), s.action(), s.state(), intent, null, null, null, null, null));
    }
  }

  /**
   * Whether everything is to be taken back: a person said so, a step that may not fail did, or one
   * has found that there is nothing to recover from.
   */
  boolean isBackward() {
    return Boolean.TRUE.equals(situation.request().abort())
        || abortingStep().isPresent()
        || ledger.steps().stream().anyMatch(Steps::isNeedless);
  }

  /** The failed step that turned the recovery round. */
  Optional<Step> abortingStep() {
    return indices()
        .filter(i -> ledger.step(i).state() == StepState.FAILED || isUndone(ledger.step(i)))
        .filter(i -> StepSettings.onFailure(settings(i)) == OnFailure.ABORT)
        .filter(i -> ledger.step(i).state() == StepState.FAILED || Steps.hadFailed(ledger.step(i)))
        .mapToObj(ledger::step)
        .findFirst();
  }

  /** The failed step at which the recovery waits for a person. */
  OptionalInt heldAt() {
    return indices()
        .filter(i -> ledger.step(i).state() == StepState.FAILED)
        .filter(i -> StepSettings.onFailure(settings(i)) == OnFailure.HOLD)
        .findFirst();
  }

  /**
   * The step to work on. Growth needs nobody's answer: it goes before a step that needs the admin
   * lane while that is closed, and before every other while a first answer is awaited.
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
    return action(index).needsAdminLane() && !situation.adminLaneOpen();
  }

  /** Whether the fence has been up for a short time and no administrator was answered since. */
  boolean awaitsFirstAnswer() {
    String fencedAt = ledger.timeline().fencedAt();
    if (fencedAt == null || ledger.timeline().readmittedAt() != null) {
      return false;
    }
    Instant fenced = Instant.parse(fencedAt);
    return !Times.isOver(fenced, Situation.SILENCE, situation.now())
        && !situation.lanes().since(fenced).adminAnswers();
  }

  /** Whether the fence has been up for {@code atLeast} and there is growth to be done. */
  boolean mayGrowMeanwhile(Duration atLeast) {
    Instant fenced = Instant.parse(ledger.timeline().fencedAt());
    return growth().isPresent() && Times.isOver(fenced, atLeast, situation.now());
  }

  private OptionalInt growth() {
    return unfinished().filter(i -> settings(i).action() == ActionType.GROW_API_SERVER).findFirst();
  }

  /** The fence that Readmit was to lift, but was skipped or failed and passed over. */
  OptionalInt fenceLeftStanding() {
    boolean passedOver =
        ledger.step(ActionType.READMIT).filter(s -> s.state().isFinished()).isPresent()
            && !ledger.isDone(ActionType.READMIT);
    return indices()
        .filter(i -> passedOver && ledger.timeline().readmittedAt() == null)
        .filter(i -> settings(i).action() == ActionType.ISOLATE)
        .filter(i -> Steps.mayHaveActed(ledger.step(i)))
        .findFirst();
  }

  /**
   * Whether nobody has renewed the fence, since it was begun to be lifted, for as long as it lives.
   */
  boolean fenceHasExpired(int fence) {
    Step s = ledger.step(fence);
    Duration ttl = StepSettings.fenceTtl(settings(fence));
    return Steps.isUndoBegun(s) && Times.isOver(Steps.undoSince(s), ttl, situation.now());
  }

  /** A freeze not yet done: while a person thinks, nodes must not be declared dead. */
  OptionalInt pendingFreeze() {
    return unfinished()
        .filter(i -> settings(i).action() == ActionType.FREEZE_NODE_LIFECYCLE)
        .findFirst();
  }

  private IntStream unfinished() {
    return indices().filter(i -> !ledger.step(i).state().isFinished());
  }

  private IntStream indices() {
    return IntStream.range(0, size());
  }

  private static boolean isUndone(Step s) {
    return s.state() == StepState.UNDONE || s.state() == StepState.UNDO_FAILED;
  }
}
