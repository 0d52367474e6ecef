package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.fence.Fence;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last guard against evictions: a fenced node looks dead after 40 to 50 s, and its pods are
 * evicted 5 minutes later (tolerationSeconds of the default tolerations). When no freeze keeps the
 * nodes, their kubelets are let back through the fence well before.
 */
record EvictionGuard(Course course) {
  private static final Logger log = LoggerFactory.getLogger(EvictionGuard.class);
  static final Duration MARGIN = Duration.ofMinutes(3);

  /** A freeze kept within this time still holds: it is renewed every 10 s. */
  private static final Duration KEPT = Duration.ofSeconds(60);

  void look() {
    if (isDue(course.ledger(), course.situation().now())) {
      Cohorts.kubelets(course.situation().cluster()).forEach(this::letBack);
    }
  }

  static boolean isDue(Ledger ledger, Instant now) {
    String fencedAt = ledger.timeline().fencedAt();
    return fencedAt != null
        && ledger.timeline().readmittedAt() == null
        && Times.isOver(Instant.parse(fencedAt), MARGIN, now)
        && ledger.step(ActionType.FREEZE_NODE_LIFECYCLE).filter(s -> isKept(s, now)).isEmpty();
  }

  private static boolean isKept(Step freeze, Instant now) {
    String keptAt = freeze.progress() == null ? null : freeze.progress().get(Steps.KEPT_AT);
    return freeze.state() == StepState.DONE
        && keptAt != null
        && !Times.isOver(Instant.parse(keptAt), KEPT, now);
  }

  private void letBack(Cohorts.Cohort nodes) {
    if (course.ledger().admitted(nodes.name()) == 100) {
      return;
    }
    try {
      course
          .situation()
          .hands()
          .fence()
          .admit(new Fence.CohortShare(nodes.name(), nodes.cidrs(), 100, 0));
      course.ledger().admitted(nodes.name(), 100);
      log.atWarn()
          .addKeyValue("cohort", nodes.name())
          .log("nodes are let back, because nothing else keeps their pods from being evicted");
    } catch (RuntimeException thrown) {
      ControlFailure e = Unforeseen.failure(thrown);
      log.atError()
          .addKeyValue("reason", e.reason())
          .addKeyValue("detail", e.getMessage())
          .log("nodes could not be let back and is tried again");
    }
  }
}
