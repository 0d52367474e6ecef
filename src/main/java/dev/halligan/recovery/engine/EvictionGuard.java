package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.recovery.readmission.ClientCohorts;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.UnexpectedErrors;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last guard against evictions: a fenced node looks dead after 40 to 50 s, and its pods are
 * evicted 5 minutes later (tolerationSeconds of the default tolerations). If no freeze protects the
 * nodes, this readmits their kubelets well before that.
 */
record EvictionGuard(PlanCursor cursor) {
  private static final Logger log = LoggerFactory.getLogger(EvictionGuard.class);
  static final Duration MARGIN = Duration.ofMinutes(3);

  /** A freeze that was renewed within this time still holds; a renewal is due every 10 s. */
  private static final Duration KEPT = Duration.ofSeconds(60);

  void look() {
    if (isDue(cursor.record(), cursor.context().now())) {
      ClientCohorts.kubelets(cursor.context().cluster()).forEach(this::letBack);
    }
  }

  static boolean isDue(RecoveryRecord record, Instant now) {
    String fencedAt = record.timeline().fencedAt();
    return fencedAt != null
        && record.timeline().readmittedAt() == null
        && Timestamps.isOver(Instant.parse(fencedAt), MARGIN, now)
        && record.step(ActionType.FREEZE_NODE_LIFECYCLE).filter(s -> isKept(s, now)).isEmpty();
  }

  private static boolean isKept(Step freeze, Instant now) {
    return freeze.state() == StepState.DONE
        && Steps.keptAt(freeze).filter(at -> !Timestamps.isOver(at, KEPT, now)).isPresent();
  }

  private void letBack(ClientCohorts.Cohort nodes) {
    if (cursor.record().admitted(nodes.name()) == 100) {
      return;
    }
    try {
      cursor
          .context()
          .driver()
          .fence()
          .admit(new Fence.CohortShare(nodes.name(), nodes.cidrs(), 100, 0));
      cursor.record().admitted(nodes.name(), 100);
      log.atWarn()
          .addKeyValue("cohort", nodes.name())
          .log("readmitted the nodes: no freeze protects their pods from eviction");
    } catch (RuntimeException thrown) {
      ControlFailure e = UnexpectedErrors.failure(thrown);
      log.atError()
          .addKeyValue("reason", e.reason())
          .addKeyValue("detail", e.getMessage())
          .log("failed to readmit the nodes; retrying");
    }
  }
}
