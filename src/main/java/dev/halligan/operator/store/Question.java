package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Optional;

/**
 * What a recovery needs from a person: an approval of the recovery or of a step, or a decision on a
 * step that failed or cannot be rolled back. A pause or the global stop is a person's answer
 * already, not a question.
 *
 * @param since to the second
 * @param text the question, with the commands that answer it
 */
public record Question(String reason, Instant since, String text) {

  /** Reads the conditions of the request. Pure. */
  public static Optional<Question> of(RecoveryRequest request) {
    if (request.getStatus() == null || !RecoveryRequests.isUnfinished(request)) {
      return Optional.empty();
    }
    ConditionSet conditions = ConditionSet.of(request.getStatus().conditions());
    return conditions
        .get(Conditions.STALLED)
        .filter(c -> "True".equals(c.getStatus()))
        .flatMap(c -> asked(request, c, conditions.get(Conditions.APPROVED).orElse(c)));
  }

  private static Optional<Question> asked(
      RecoveryRequest request, Condition stalled, Condition approved) {
    Condition since = "False".equals(approved.getStatus()) ? approved : stalled;
    if (Reasons.UNDO_FAILED.equals(stalled.getReason())) {
      return Optional.of(question(Reasons.UNDO_FAILED, stalled, stalled));
    }
    if (StartPolicy.isAborted(request)) {
      return Optional.empty();
    }
    return switch (stalled.getReason()) {
      case Reasons.WAITING_FOR_APPROVAL ->
          Optional.of(question(Reasons.WAITING_FOR_APPROVAL, since, stalled));
      case Reasons.STEP_FAILED -> Optional.of(question(Reasons.STEP_HELD, since, stalled));
      default -> Optional.empty();
    };
  }

  private static Question question(String reason, Condition since, Condition stalled) {
    return new Question(reason, Instant.parse(since.getLastTransitionTime()), stalled.getMessage());
  }

  /** Whether people were told of it already; the text may change as Halligan retries. */
  boolean isSameAs(Question other) {
    return reason.equals(other.reason) && since.equals(other.since);
  }
}
