package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.recovery.action.culprit.CulpritInputs;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.EvidenceStore;
import dev.halligan.recovery.step.Nothing;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Records who was in the queues and who was connected before the fence empties them. An overloaded
 * server takes 5 s to answer, so this uses the evidence from the first suspicion, or waits two
 * seconds.
 */
public final class CollectEvidence implements Action {
  private static final Duration SNAPSHOT_TIMEOUT = Duration.ofSeconds(2);

  @Override
  public ActionType type() {
    return ActionType.COLLECT_EVIDENCE;
  }

  @Override
  public String intent(StepContext step) {
    return "ask the API server which clients fill its queues, and the hosts which clients are"
        + " connected, for at most 2 s";
  }

  @Override
  public Record prepare(StepContext step) {
    step.context().evidence().take();
    return new Nothing();
  }

  @Override
  public Outcome act(StepContext step) {
    Optional<EvidenceStore.EvidenceSnapshot> snapshot =
        CulpritInputs.snapshot(step.context(), step.record());
    if (snapshot.isPresent()) {
      return new Outcome.Done(
          "%d identities in the queues, %d addresses connected"
              .formatted(snapshot.get().identities().size(), snapshot.get().connections().size()),
          EvidenceSummary.of(snapshot.get()));
    }
    if (Duration.between(step.startedAt(), step.now()).compareTo(SNAPSHOT_TIMEOUT) < 0) {
      return new Outcome.Again("asking the API server and the hosts", Duration.ofMillis(200));
    }
    return new Outcome.Skipped(
        "no answer within 2 s; if the fence counts rejected packets, those are used instead");
  }
}
