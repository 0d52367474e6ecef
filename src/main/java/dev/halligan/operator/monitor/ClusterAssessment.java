package dev.halligan.operator.monitor;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.policy.Decision;
import dev.halligan.status.ConditionValue;
import java.time.Instant;
import java.util.Optional;

/**
 * The monitor's assessment of its cluster at one moment.
 *
 * @param observer whether this observer can be trusted about it
 * @param lastAnswer when the API server last answered on any lane; null if it never did
 * @param decision the policy's answer, while the verdict calls for an act
 */
public record ClusterAssessment(
    Verdict verdict,
    ConditionValue breakGlass,
    ConditionValue observer,
    Instant lastAnswer,
    Optional<Decision> decision) {

  /** Whether the status should be written immediately. */
  boolean tellsMoreThan(ClusterAssessment before) {
    return before == null
        || !before.verdict().word().equals(verdict.word())
        || !before.breakGlass().reason().equals(breakGlass.reason())
        || !reason(before).equals(reason(this));
  }

  private static String reason(ClusterAssessment assessment) {
    return assessment.decision().map(Decision::reason).orElse("");
  }
}
