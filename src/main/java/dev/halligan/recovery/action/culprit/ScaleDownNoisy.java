package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.WorkloadNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scales noisy Deployments other than the culprit to zero for the duration of the recovery. Never a
 * StatefulSet: a workload with state is not stopped on suspicion.
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
    return ("scale at most %d noisy Deployments other than the culprit to zero until"
            + " RestoreWorkloads: each causes at least %d%% of the load, or of the other clients'"
            + " connection attempts that the fence rejects")
        .formatted(
            StepSettings.maxNoisyWorkloads(step.settings()),
            StepSettings.minNoisyShare(step.settings()));
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    Workloads workloads = step.workloads();
    Map<String, String> before = new LinkedHashMap<>();
    CulpritInputs.noisy(step.record()).stream()
        .filter(n -> SCALABLE.equals(n.workload().kind()))
        .filter(n -> n.share() >= StepSettings.minNoisyShare(step.settings()))
        .limit(StepSettings.maxNoisyWorkloads(step.settings()))
        .map(CulpritInputs.Noisy::workload)
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
      return new Outcome.Skipped("no Deployment other than the culprit is noisy; none was scaled");
    }
    Map<String, String> scaled = new LinkedHashMap<>();
    List<String> theirs = new ArrayList<>();
    Workloads workloads = step.workloads();
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
            : "; changed by someone else and left alone: " + String.join(", ", theirs);
    return scaled.isEmpty()
        ? new Outcome.Skipped("nothing was scaled" + left)
        : new Outcome.Done("scaled to zero: " + String.join(", ", scaled.keySet()) + left, scaled);
  }

  @Override
  public boolean isTemporary(StepContext step) {
    return true;
  }

  @Override
  public UndoResult undo(StepContext step) {
    List<String> theirs = new ArrayList<>();
    step.undo()
        .forEach(
            (name, replicas) -> {
              if (!step.workloads().scale(workload(name), 0, Integer.parseInt(replicas))) {
                theirs.add(name);
              }
            });
    return theirs.isEmpty()
        ? new UndoResult.Undone("replicas restored: " + step.undo())
        : new UndoResult.KeptExternalChange(
            "changed by someone else and left alone: " + String.join(", ", theirs));
  }

  private static WorkloadReference workload(String name) {
    return WorkloadNames.parse(name).orElseThrow();
  }
}
