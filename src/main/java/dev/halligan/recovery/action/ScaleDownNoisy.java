package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.workloads.Workloads;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Undoing;
import dev.halligan.recovery.WorkloadNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes Deployments that are loud beside the culprit down to zero for the time of the recovery.
 * Never a StatefulSet: what keeps state is not stopped on a suspicion.
 */
public final class ScaleDownNoisy implements Action {
  private static final String SCALABLE = "Deployment";

  @Override
  public ActionType type() {
    return ActionType.SCALE_DOWN_NOISY;
  }

  @Override
  public boolean needsAdminLane() {
    return true;
  }

  @Override
  public String intent(StepContext step) {
    return "scale at most %d Deployments that are loud beside the culprit and make %d %% of the load, or of the knocks of the others, to zero, until the restore"
        .formatted(
            StepSettings.maxNoisyWorkloads(step.settings()),
            StepSettings.minNoisyShare(step.settings()));
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    Workloads workloads = step.situation().hands().workloads();
    Map<String, String> before = new LinkedHashMap<>();
    Suspects.noisy(step.ledger()).stream()
        .filter(n -> SCALABLE.equals(n.workload().kind()))
        .filter(n -> n.share() >= StepSettings.minNoisyShare(step.settings()))
        .limit(StepSettings.maxNoisyWorkloads(step.settings()))
        .map(Suspects.Noisy::workload)
        .forEach(
            w ->
                workloads
                    .replicas(w)
                    .filter(r -> r > 0)
                    .ifPresent(r -> before.put(WorkloadNames.format(w), r.toString())));
    return before;
  }

  @Override
  public Outcome act(StepContext step) {
    if (step.undo().isEmpty()) {
      return new Outcome.Skipped(
          "no Deployment is loud beside the culprit; all were left as they are");
    }
    Map<String, String> scaled = new LinkedHashMap<>();
    List<String> theirs = new ArrayList<>();
    Workloads workloads = step.situation().hands().workloads();
    step.undo()
        .forEach(
            (name, replicas) -> {
              if (workloads.scale(workload(name), Integer.parseInt(replicas), 0)) {
                scaled.put(name, replicas);
              } else {
                theirs.add(name);
              }
            });
    String left =
        theirs.isEmpty()
            ? ""
            : "; changed by somebody in that moment and left so: " + String.join(", ", theirs);
    return scaled.isEmpty()
        ? new Outcome.Skipped("nothing was scaled" + left)
        : new Outcome.Done("scaled to zero: " + String.join(", ", scaled.keySet()) + left, scaled);
  }

  @Override
  public boolean isTemporary(StepContext step) {
    return true;
  }

  @Override
  public Undoing undo(StepContext step) {
    List<String> theirs = new ArrayList<>();
    step.undo()
        .forEach(
            (name, replicas) -> {
              if (!step.situation()
                  .hands()
                  .workloads()
                  .scale(workload(name), 0, Integer.parseInt(replicas))) {
                theirs.add(name);
              }
            });
    return theirs.isEmpty()
        ? new Undoing.Undone("replicas as before: " + step.undo())
        : new Undoing.KeptTheirs(
            "changed by a person meanwhile and left so: " + String.join(", ", theirs));
  }

  private static WorkloadReference workload(String name) {
    return WorkloadNames.parse(name).orElseThrow();
  }
}
