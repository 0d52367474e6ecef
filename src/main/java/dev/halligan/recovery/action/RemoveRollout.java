package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.workloads.Workloads;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Cohorts;
import dev.halligan.recovery.Gatekeeper;
import dev.halligan.recovery.Moment;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.Safekeeping;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Undoing;
import dev.halligan.recovery.WorkloadNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes the accused rollout: the object that was found, and no other that somebody gives the same
 * name later. Its pods only die when their kubelets hear of it, so the nodes are let back first;
 * nobody else is before the pods are gone. Where no fence keeps them out, they are confined inside
 * the API server meanwhile.
 */
public final class RemoveRollout implements Action {
  /** In the place of what is kept: the object was gone before, only its pods were left. */
  private static final String GONE = "";

  private static final String AGAIN = "again";

  /** What is journaled of an object: the key of its definition, and which one it was. */
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
    return "delete the accused rollout, keeping its definition, and let the nodes back so that its pods end";
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    Workloads workloads = step.situation().hands().workloads();
    Safekeeping safekeeping = step.situation().safekeeping();
    Map<String, String> kept = new LinkedHashMap<>();
    List<WorkloadReference> all = Suspects.accused(step.ledger());
    for (WorkloadReference accused : all) {
      String name = WorkloadNames.format(accused);
      Optional<String> uid = workloads.uid(accused);
      Optional<String> definition = uid.flatMap(_ -> workloads.export(accused));
      if (definition.isPresent()) {
        String key = name.replace('/', '.').toLowerCase(Locale.ROOT);
        safekeeping.keep(key, definition.get());
        kept.put(name, new Kept(key, uid.get()).toString());
      } else if (workloads.podsLeft(accused) > 0) {
        kept.put(name, GONE);
      }
    }
    kept.putAll(Confinement.prepare(step, kept.isEmpty() ? List.of() : all));
    return kept;
  }

  @Override
  public Outcome act(StepContext step) {
    if (step.undo().isEmpty()) {
      return new Outcome.Skipped(
          "the accused rollout is gone already with its pods, or nobody was accused");
    }
    String confined = Confinement.tryToConfine(step);
    Workloads workloads = step.situation().hands().workloads();
    int left = 0;
    for (WorkloadReference accused : removed(step)) {
      if (remove(step, accused) == Workloads.Removal.ANOTHER) {
        return createdAgain(accused);
      }
      workloads.deletePods(accused);
      left += workloads.podsLeft(accused);
    }
    if (left == 0) {
      Confinement.release(step);
      step.ledger().mark(Moment.CULPRIT_REMOVED, step.now());
      return new Outcome.Done(
          "gone with all its pods: " + String.join(", ", names(step)), step.undo());
    }
    return step.ledger().timeline().fencedAt() == null
        ? new Outcome.Again(
            left + " of its pods are left" + confined, Duration.ofMillis(500), step.progress())
        : letNodesBack(step, left);
  }

  /** A person who was asked may have said yes to another object than the one that was found. */
  private static Workloads.Removal remove(StepContext step, WorkloadReference accused) {
    Workloads workloads = step.situation().hands().workloads();
    String kept = step.undo().get(WorkloadNames.format(accused));
    boolean agreed = step.progress().containsKey(AGAIN) && Steps.isApproved(step.progress());
    String uid = kept.equals(GONE) ? GONE : Kept.parse(kept).uid();
    return workloads.remove(accused, agreed ? workloads.uid(accused).orElse(uid) : uid);
  }

  private static Outcome createdAgain(WorkloadReference accused) {
    return new Outcome.AskPerson(
        "%s was removed, and somebody has created it again since; that one was left alone. If GitOps or an operator puts it back, stop that first; then approve the step to remove it too, or skip it"
            .formatted(accused),
        Map.of(AGAIN, WorkloadNames.format(accused)));
  }

  private static Outcome letNodesBack(StepContext step, int left) {
    String pods = left + " of its pods are left; ";
    return switch (Gatekeeper.advance(step, Cohorts.kubelets(step.situation().cluster()))) {
      case Gatekeeper.Going going ->
          new Outcome.Again(pods + going.message(), going.after(), going.progress());
      case Gatekeeper.AllIn _ ->
          new Outcome.Again(pods + "their nodes are back", Duration.ofMillis(500), step.progress());
    };
  }

  private static List<WorkloadReference> removed(StepContext step) {
    return names(step).stream().flatMap(n -> WorkloadNames.parse(n).stream()).toList();
  }

  private static List<String> names(StepContext step) {
    return step.undo().keySet().stream().filter(key -> !Confinement.isOurs(key)).toList();
  }

  @Override
  public Undoing undo(StepContext step) {
    Confinement.release(step);
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
    say(words, "created again", again);
    say(words, "was gone before, so there is nothing to create again", gone);
    say(words, "exists already, or its definition is lost", theirs);
    String message = words.isEmpty() ? "nothing was removed" : String.join("; ", words);
    return theirs.isEmpty() ? new Undoing.Undone(message) : new Undoing.KeptTheirs(message);
  }

  private static boolean recreated(StepContext step, String key) {
    return step.situation()
        .safekeeping()
        .fetch(key)
        .filter(step.situation().hands().workloads()::recreate)
        .isPresent();
  }

  private static void say(List<String> words, String what, List<String> names) {
    if (!names.isEmpty()) {
      words.add(what + ": " + String.join(", ", names));
    }
  }
}
