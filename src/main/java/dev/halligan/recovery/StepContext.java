package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Nodes;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** One step as its action sees it: the settings, the journal's entry, the situation, the ledger. */
public record StepContext(
    RecoveryPlaybookSpec.Step settings, int index, Situation situation, Ledger ledger) {

  /** The step's entry in the journal. */
  public RecoveryRequestStatus.Step entry() {
    return ledger.step(index);
  }

  public Map<String, String> undo() {
    return entry().undo() == null ? Map.of() : entry().undo();
  }

  public Map<String, String> progress() {
    return entry().progress() == null ? Map.of() : entry().progress();
  }

  /** When the step began. */
  public Instant startedAt() {
    return Instant.parse(entry().startedAt());
  }

  /** Whether the time under this key of the progress is so long ago, or is not known. */
  public boolean isDue(String key, Duration every) {
    String last = progress().get(key);
    return last == null || Times.isOver(Instant.parse(last), every, now());
  }

  /** Another step of the same recovery. */
  public StepContext at(int other) {
    return new StepContext(
        ledger.plan().orElseThrow().steps().get(other), other, situation, ledger);
  }

  /** How clients are let back, whichever step does it: as the plan's Readmit step says. */
  public Readmission.Settings readmission() {
    return StepSettings.readmission(planned(ActionType.READMIT));
  }

  /** Where nobody is ever accused, as the plan's FindCulprit step says. */
  public Set<String> neverNamespaces() {
    return StepSettings.neverNamespaces(planned(ActionType.FIND_CULPRIT));
  }

  private RecoveryPlaybookSpec.Step planned(ActionType action) {
    return ledger.plan().stream()
        .flatMap(p -> p.steps().stream())
        .filter(s -> s.action() == action)
        .findFirst()
        .orElse(null);
  }

  /** How many hosts the control plane has; 1 when it does not run on hosts. */
  public int hosts() {
    Nodes nodes = situation.cluster().controlPlane().nodes();
    return nodes == null ? 1 : Math.max(1, nodes.hosts().size());
  }

  public Instant now() {
    return situation.now();
  }
}
