package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.action.Removal.Removed;
import dev.halligan.recovery.action.culprit.CulpritInputs;
import dev.halligan.recovery.action.isolation.IdentityJailing;
import dev.halligan.recovery.readmission.ClientCohorts;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.WorkloadNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Deletes the accused rollout: the object that was found, never another one created later under the
 * same name. Its pods end only once their kubelets hear of it, so the nodes are readmitted first,
 * and no other client before the pods are gone. Where no fence blocks the pods, or they come in
 * with their nodes, their identities are jailed until then.
 */
public final class RemoveRollout implements Action {
  @Override
  public ActionType type() {
    return ActionType.REMOVE_ROLLOUT;
  }

  @Override
  public boolean needsAdminLane() {
    return true;
  }

  @Override
  public String intent(StepContext step) {
    return "delete the accused rollout, keep its definition, and readmit the nodes so that its pods"
        + " terminate";
  }

  @Override
  public Record prepare(StepContext step) {
    List<WorkloadReference> accused = CulpritInputs.accused(step);
    List<Removed> removed = accused.stream().flatMap(one -> found(step, one).stream()).toList();
    boolean open =
        step.record().timeline().fencedAt() == null || CulpritInputs.sharesAddresses(step);
    return new Removal.Undo(
        removed, IdentityJailing.usersOf(step, open && !removed.isEmpty() ? accused : List.of()));
  }

  /** Keeps its definition; empty if neither it nor a pod of it is left. */
  private static Optional<Removed> found(StepContext step, WorkloadReference accused) {
    Workloads workloads = step.workloads();
    Optional<String> uid = workloads.uid(accused);
    Optional<String> definition = uid.flatMap(_ -> workloads.export(accused));
    if (definition.isPresent()) {
      String key = WorkloadNames.format(accused).replace('/', '.').toLowerCase(Locale.ROOT);
      step.context().undoStore().keep(key, definition.get());
      return Optional.of(new Removed(accused, key, uid.get()));
    }
    return workloads.podsLeft(accused) > 0
        ? Optional.of(new Removed(accused, null, null))
        : Optional.empty();
  }

  @Override
  public Outcome act(StepContext step) {
    Removal.Undo removed = step.undo(Removal.Undo.class);
    if (removed.rollouts().isEmpty()) {
      return new Outcome.Skipped(
          "nothing to remove: the accused rollout and its pods are gone, or none was accused");
    }
    String confined = IdentityJailing.tryToConfine(step);
    Workloads workloads = step.workloads();
    int left = 0;
    for (Removed accused : removed.rollouts()) {
      if (remove(step, accused) == Workloads.Removal.ANOTHER) {
        return createdAgain(step, accused.workload());
      }
      workloads.deletePods(accused.workload());
      left += workloads.podsLeft(accused.workload());
    }
    if (left == 0) {
      IdentityJailing.release(step);
      step.record().mark(TimelineEvent.CULPRIT_REMOVED, step.now());
      return new Outcome.Done(
          "removed with all its pods: " + String.join(", ", removed.names()), removed);
    }
    return step.record().timeline().fencedAt() == null
        ? new Outcome.Again(left + " of its pods are left" + confined, Duration.ofMillis(500))
        : letNodesBack(step, left + " of its pods are left" + confined + "; ");
  }

  /** After the question, a person may have approved another object than the one found first. */
  private static Workloads.Removal remove(StepContext step, Removed accused) {
    Workloads workloads = step.workloads();
    boolean agreed = progress(step).createdAgain() != null && Steps.isApproved(step.entry());
    String uid = accused.wasGone() ? "" : accused.uid();
    return workloads.remove(
        accused.workload(), agreed ? workloads.uid(accused.workload()).orElse(uid) : uid);
  }

  private static Outcome createdAgain(StepContext step, WorkloadReference accused) {
    step.progress(new Removal.Progress(accused, null));
    return new Outcome.NeedsApproval(
        ("%s was removed, but someone has created it again. Halligan left the new one alone. If"
                + " GitOps or an operator recreates it, stop that first. Then approve the step to"
                + " remove it, or skip the step")
            .formatted(accused));
  }

  /** No node is put out again: its kubelet would never hear that it has a pod to end. */
  private static Outcome letNodesBack(StepContext step, String pods) {
    Removal.Progress progress = progress(step);
    return switch (ReadmissionStep.advanceOnly(
        step, ClientCohorts.kubelets(step.cluster()), progress.movedAt())) {
      case ReadmissionStep.Going going -> {
        step.progress(new Removal.Progress(progress.createdAgain(), going.movedAt()));
        yield new Outcome.Again(pods + going.message(), going.after());
      }
      case ReadmissionStep.AllIn _ ->
          new Outcome.Again(pods + "the nodes are readmitted", Duration.ofMillis(500));
    };
  }

  private static Removal.Progress progress(StepContext step) {
    return step.progress(Removal.Progress.class);
  }

  @Override
  public UndoResult undo(StepContext step) {
    IdentityJailing.release(step);
    List<String> again = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    for (Removed removed : step.undo(Removal.Undo.class).rollouts()) {
      if (removed.wasGone()) {
        gone.add(removed.name());
      } else if (recreated(step, removed.definition())) {
        again.add(removed.name());
      } else {
        theirs.add(removed.name());
      }
    }
    List<String> words = new ArrayList<>();
    say(words, "recreated", again);
    say(words, "not recreated, because it was already gone before this step", gone);
    say(words, "not recreated, because it exists or its definition is lost", theirs);
    String message = words.isEmpty() ? "nothing was removed" : String.join("; ", words);
    return theirs.isEmpty()
        ? new UndoResult.Undone(message)
        : new UndoResult.KeptExternalChange(message);
  }

  private static boolean recreated(StepContext step, String key) {
    return step.context().undoStore().fetch(key).filter(step.workloads()::recreate).isPresent();
  }

  private static void say(List<String> words, String what, List<String> names) {
    if (!names.isEmpty()) {
      words.add(what + ": " + String.join(", ", names));
    }
  }
}
