package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.attribution.NoisyNeighbors.NoisyWorkload;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.action.culprit.ScaledWorkloads.Scaled;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
  public Record prepare(StepContext step) {
    Workloads workloads = step.workloads();
    return new ScaledWorkloads(
        CulpritInputs.noisy(step).stream()
            .filter(n -> SCALABLE.equals(n.workload().kind()))
            .filter(n -> n.share() >= StepSettings.minNoisyShare(step.settings()))
            .limit(StepSettings.maxNoisyWorkloads(step.settings()))
            .map(NoisyWorkload::workload)
            .flatMap(w -> workloads.replicas(w).stream().map(r -> new Scaled(w, r)))
            .filter(scaled -> scaled.replicas() > 0)
            .toList());
  }

  @Override
  public Outcome act(StepContext step) {
    ScaledWorkloads before = step.undo(ScaledWorkloads.class);
    if (before.isEmpty()) {
      return new Outcome.Skipped("no Deployment other than the culprit is noisy; none was scaled");
    }
    Map<Boolean, List<Scaled>> byWhetherScaled =
        before.workloads().stream()
            .collect(
                Collectors.partitioningBy(
                    one -> step.workloads().scale(one.workload(), one.replicas(), 0)));
    ScaledWorkloads scaled = new ScaledWorkloads(byWhetherScaled.get(true));
    ScaledWorkloads kept = new ScaledWorkloads(byWhetherScaled.get(false));
    String left = kept.isEmpty() ? "" : "; " + leftAlone(kept);
    return scaled.isEmpty()
        ? new Outcome.Skipped("nothing was scaled" + left)
        : new Outcome.Done("scaled to zero: " + scaled.names() + left, scaled);
  }

  @Override
  public boolean isTemporary(StepContext step) {
    return true;
  }

  @Override
  public UndoResult undo(StepContext step) {
    ScaledWorkloads before = step.undo(ScaledWorkloads.class);
    ScaledWorkloads kept =
        new ScaledWorkloads(
            before.workloads().stream()
                .filter(one -> !step.workloads().scale(one.workload(), 0, one.replicas()))
                .toList());
    return kept.isEmpty()
        ? new UndoResult.Undone("replicas restored: " + before.describe())
        : new UndoResult.KeptExternalChange(leftAlone(kept));
  }

  private static String leftAlone(ScaledWorkloads kept) {
    return "changed by someone else and left alone: " + kept.names();
  }
}
