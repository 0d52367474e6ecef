package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether the fence that is up is really kept up, in words for people. Pure. */
record Standing(Ledger ledger, Instant now) {

  /** A sentence with a space behind it; empty when no fence is up. */
  String words() {
    boolean fenced =
        ledger.timeline().fencedAt() != null && ledger.timeline().readmittedAt() == null;
    if (!fenced) {
      return "";
    }
    Duration ttl = ttl();
    return isRenewed(ttl)
        ? "The fence is kept up meanwhile. "
        : "The fence cannot be renewed and ends by itself %d s after its last renewal%s; that is tried again. "
            .formatted(ttl.toSeconds(), renewedAt().map(at -> ", at " + at).orElse(""));
  }

  /** It is due every quarter, so after a half it was missed. */
  private boolean isRenewed(Duration ttl) {
    return renewedAt()
        .filter(at -> !Times.isOver(Instant.parse(at), ttl.dividedBy(2), now))
        .isPresent();
  }

  private Optional<String> renewedAt() {
    return ledger.step(ActionType.ISOLATE).map(s -> s.progress()).map(p -> p.get(Steps.RENEWED_AT));
  }

  private Duration ttl() {
    return StepSettings.fenceTtl(
        ledger.plan().stream()
            .flatMap(p -> p.steps().stream())
            .filter((Step s) -> s.action() == ActionType.ISOLATE)
            .findFirst()
            .orElse(null));
  }
}
