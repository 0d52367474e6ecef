package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.action.culprit.CulpritInputs;
import dev.halligan.recovery.action.isolation.IdentityJailing;
import dev.halligan.recovery.readmission.ClientCohorts;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UndoStore;
import dev.halligan.recovery.step.WorkloadNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes the accused rollout: the object that was found, never another one created later under the
 * same name. Its pods end only once their kubelets hear of it, so the nodes are readmitted first,
 * and no other client before the pods are gone. Where no fence blocks the pods, their identities
 * are jailed until then.
 */
public final class RemoveRollout implements Action {
  /** Instead of a kept definition: the object was already gone, only its pods were left. */
  private static final String GONE = "";

  private static final String AGAIN = "again";

  /** What is journaled for an object: the key of its definition, and its UID. */
  private record Kept(String key, String uid) {
    static Kept parse(String text) {
      int space = text.indexOf(' ');
      return new Kept(text.substring(0, space), text.substring(space + 1));
    }

    @Override
    public String toString() {
      return key + ' ' + uid;
    }
  }

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
  public Map<String, String> prepare(StepContext step) {
    Workloads workloads = step.workloads();
    UndoStore undoStore = step.pass().undoStore();
    Map<String, String> kept = new LinkedHashMap<>();
    List<WorkloadReference> all = CulpritInputs.accused(step.record());
    for (WorkloadReference accused : all) {
      String name = WorkloadNames.format(accused);
      Optional<String> uid = workloads.uid(accused);
      Optional<String> definition = uid.flatMap(_ -> workloads.export(accused));
      if (definition.isPresent()) {
        String key = name.replace('/', '.').toLowerCase(Locale.ROOT);
        undoStore.keep(key, definition.get());
        kept.put(name, new Kept(key, uid.get()).toString());
      } else if (workloads.podsLeft(accused) > 0) {
        kept.put(name, GONE);
      }
    }
    kept.putAll(IdentityJailing.prepare(step, kept.isEmpty() ? List.of() : all));
    return kept;
  }

  @Override
  public Outcome act(StepContext step) {
    if (step.undo().isEmpty()) {
      return new Outcome.Skipped(
          "nothing to remove: the accused rollout and its pods are gone, or none was accused");
    }
    String confined = IdentityJailing.tryToConfine(step);
    Workloads workloads = step.workloads();
    int left = 0;
    for (WorkloadReference accused : removed(step)) {
      if (remove(step, accused) == Workloads.Removal.ANOTHER) {
        return createdAgain(accused);
      }
      workloads.deletePods(accused);
      left += workloads.podsLeft(accused);
    }
    if (left == 0) {
      IdentityJailing.release(step);
      step.record().mark(TimelineEvent.CULPRIT_REMOVED, step.now());
      return new Outcome.Done(
          "removed with all its pods: " + String.join(", ", names(step)), step.undo());
    }
    return step.record().timeline().fencedAt() == null
        ? new Outcome.Again(
            left + " of its pods are left" + confined, Duration.ofMillis(500), step.progress())
        : letNodesBack(step, left);
  }

  /** After the question, a person may have approved another object than the one found first. */
  private static Workloads.Removal remove(StepContext step, WorkloadReference accused) {
    Workloads workloads = step.workloads();
    String kept = step.undo().get(WorkloadNames.format(accused));
    boolean agreed = step.progress().containsKey(AGAIN) && Steps.isApproved(step.progress());
    String uid = kept.equals(GONE) ? GONE : Kept.parse(kept).uid();
    return workloads.remove(accused, agreed ? workloads.uid(accused).orElse(uid) : uid);
  }

  private static Outcome createdAgain(WorkloadReference accused) {
    return new Outcome.NeedsApproval(
        ("%s was removed, but someone has created it again. Halligan left the new one alone. If"
                + " GitOps or an operator recreates it, stop that first. Then approve the step to"
                + " remove it, or skip the step")
            .formatted(accused),
        Map.of(AGAIN, WorkloadNames.format(accused)));
  }

  private static Outcome letNodesBack(StepContext step, int left) {
    String pods = left + " of its pods are left; ";
    return switch (ReadmissionStep.advance(step, ClientCohorts.kubelets(step.cluster()))) {
      case ReadmissionStep.Going going ->
          new Outcome.Again(pods + going.message(), going.after(), going.progress());
      case ReadmissionStep.AllIn _ ->
          new Outcome.Again(
              pods + "the nodes are readmitted", Duration.ofMillis(500), step.progress());
    };
  }

  private static List<WorkloadReference> removed(StepContext step) {
    return names(step).stream().flatMap(n -> WorkloadNames.parse(n).stream()).toList();
  }

  private static List<String> names(StepContext step) {
    return step.undo().keySet().stream().filter(key -> !IdentityJailing.isOurs(key)).toList();
  }

  @Override
  public UndoResult undo(StepContext step) {
    IdentityJailing.release(step);
    List<String> again = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    for (String name : names(step)) {
      String key = step.undo().get(name);
      if (key.equals(GONE)) {
        gone.add(name);
      } else if (recreated(step, Kept.parse(key).key())) {
        again.add(name);
      } else {
        theirs.add(name);
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
    return step.pass().undoStore().fetch(key).filter(step.workloads()::recreate).isPresent();
  }

  private static void say(List<String> words, String what, List<String> names) {
    if (!names.isEmpty()) {
      words.add(what + ": " + String.join(", ", names));
    }
  }
}
