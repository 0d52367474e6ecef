package dev.halligan.operator;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.policy.Decision;
import java.time.Instant;
import java.util.Optional;

/**
 * What the watch makes of its cluster at one moment.
 *
 * @param observer whether this observer may be believed about it
 * @param lastAnswer when the API server last answered on any lane; null if it never did
 * @param decision the policy's answer, while the verdict asks for an act
 */
record Outlook(
    Verdict verdict,
    Finding breakGlass,
    Finding observer,
    Instant lastAnswer,
    Optional<Decision> decision) {

  /** Whether people should be told at once. */
  boolean tellsMoreThan(Outlook before) {
    return before == null
        || !before.verdict().word().equals(verdict.word())
        || !before.breakGlass().reason().equals(breakGlass.reason())
        || !reason(before).equals(reason(this));
  }

  private static String reason(Outlook outlook) {
    return outlook.decision().map(Decision::reason).orElse("");
  }
}
