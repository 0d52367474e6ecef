package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.Steps;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether Halligan really renews the fence that is up, as a sentence for people. Pure. */
record Standing(RecoveryRecord record, Instant now) {

  /** A sentence and a space; empty if no fence is up. */
  String describe() {
    boolean fenced =
        record.timeline().fencedAt() != null && record.timeline().readmittedAt() == null;
    if (!fenced) {
      return "";
    }
    Duration ttl = ttl();
    return isRenewed(ttl)
        ? "The fence stays up. "
        : ("Halligan cannot renew the fence and keeps trying."
                + " The fence expires by itself %d s after its last renewal%s. ")
            .formatted(
                ttl.toSeconds(), renewedAt().map(at -> " at " + Timestamps.format(at)).orElse(""));
  }

  /** A renewal is due every quarter of the TTL, so after half of it one was missed. */
  private boolean isRenewed(Duration ttl) {
    return renewedAt().filter(at -> !Timestamps.isOver(at, ttl.dividedBy(2), now)).isPresent();
  }

  private Optional<Instant> renewedAt() {
    return record.step(ActionType.ISOLATE).flatMap(Steps::keptAt);
  }

  private Duration ttl() {
    return StepSettings.fenceTtl(
        record.plan().stream()
            .flatMap(p -> p.steps().stream())
            .filter((Step s) -> s.action() == ActionType.ISOLATE)
            .findFirst()
            .orElse(null));
  }
}
