package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.ConditionSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whose yes a recovery waits for, and for how long. Pure. */
final class Waiting {
  /** So long after the last sign of overload an unanswered request is closed. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private Waiting() {}

  /**
   * A person's own request is a yes; automation's needs one unless the mode says otherwise. A
   * request that already waits does not start by a change of the mode alone, days later: only while
   * there is still something to recover.
   */
  static boolean needsApproval(RecoveryRequest request, Mode mode, Optional<Verdict> verdict) {
    if (!RequestMaker.isAutomatic(request)) {
      return false;
    }
    boolean overloaded = verdict.filter(Verdict::mayAct).isPresent();
    return mode != Mode.AUTOMATIC || waits(request) && !overloaded;
  }

  /** Whether the request waits for a person while nothing is left to recover. */
  static boolean isMoot(RecoveryRequest request, Optional<Verdict> verdict, Instant now) {
    return RequestMaker.isAutomatic(request)
        && waits(request)
        && verdict
            .filter(v -> v instanceof Verdict.Healthy)
            .filter(v -> !v.since().plus(PATIENCE).isAfter(now))
            .isPresent();
  }

  /** Whether a person has been asked and has not answered. */
  static boolean waits(RecoveryRequest request) {
    return request.getStatus() != null
        && ConditionSet.of(request.getStatus().conditions())
            .get(Conditions.APPROVED)
            .filter(c -> "False".equals(c.getStatus()))
            .isPresent();
  }
}
