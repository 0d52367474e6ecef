package dev.halligan.recovery.step;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Nodes;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.Fence;
import dev.halligan.control.Jail;
import dev.halligan.control.NodeLifecycle;
import dev.halligan.control.Traffic;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** One step as its action sees it: its settings, its journal entry, its pass, the whole record. */
public record StepContext(
    RecoveryPlaybookSpec.Step settings, int index, PassContext pass, RecoveryRecord record) {

  /** The step's entry in the journal. */
  public RecoveryRequestStatus.Step entry() {
    return record.step(index);
  }

  public Map<String, String> undo() {
    return entry().undo() == null ? Map.of() : entry().undo();
  }

  public Map<String, String> progress() {
    return entry().progress() == null ? Map.of() : entry().progress();
  }

  public Fence fence() {
    return pass.driver().fence();
  }

  public ApiServerCapacity capacity() {
    return pass.driver().capacity();
  }

  public NodeLifecycle lifecycle() {
    return pass.driver().lifecycle();
  }

  public Workloads workloads() {
    return pass.driver().workloads();
  }

  public Traffic traffic() {
    return pass.driver().traffic();
  }

  public Jail jail() {
    return pass.driver().jail();
  }

  public LaneHistory lanes() {
    return pass.lanes();
  }

  public ProtectedClusterSpec cluster() {
    return pass.cluster();
  }

  /** When the step began. */
  public Instant startedAt() {
    return Instant.parse(entry().startedAt());
  }

  /** Whether the time under this key of the progress is this long ago, or unknown. */
  public boolean isDue(String key, Duration every) {
    String last = progress().get(key);
    return last == null || Timestamps.isOver(Instant.parse(last), every, now());
  }

  /** Another step of the same recovery. */
  public StepContext at(int other) {
    return new StepContext(record.plan().orElseThrow().steps().get(other), other, pass, record);
  }

  /** How clients are readmitted, whichever step does it: by the plan's Readmit step. */
  public Readmission.Settings readmission() {
    return StepSettings.readmission(planned(ActionType.READMIT));
  }

  /** Namespaces in which no workload is ever accused, by the plan's FindCulprit step. */
  public Set<String> neverNamespaces() {
    return StepSettings.neverNamespaces(planned(ActionType.FIND_CULPRIT));
  }

  private RecoveryPlaybookSpec.Step planned(ActionType action) {
    return record.plan().stream()
        .flatMap(p -> p.steps().stream())
        .filter(s -> s.action() == action)
        .findFirst()
        .orElse(null);
  }

  /** How many hosts the control plane has; 1 if it does not run on hosts. */
  public int hosts() {
    Nodes nodes = cluster().controlPlane().nodes();
    return nodes == null ? 1 : Math.max(1, nodes.hosts().size());
  }

  public Instant now() {
    return pass.now();
  }
}
