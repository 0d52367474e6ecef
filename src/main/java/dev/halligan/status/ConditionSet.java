package dev.halligan.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions as a value: the newest wins, the order is stable, and the transition time changes only
 * with the status (Kubernetes API conventions).
 */
public record ConditionSet(List<Condition> conditions) {

  public static ConditionSet of(List<Condition> conditions) {
    return new ConditionSet(conditions == null ? List.of() : conditions);
  }

  public Optional<Condition> get(String type) {
    return conditions.stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  public boolean isTrue(String type) {
    return get(type).filter(c -> c.getStatus().equals("True")).isPresent();
  }

  /** Sets one condition; {@code status} is True, False or Unknown. */
  public ConditionSet with(
      String type, String status, String reason, String message, long generation, Instant now) {
    String since =
        get(type)
            .filter(c -> c.getStatus().equals(status))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    Map<String, Condition> merged = new LinkedHashMap<>();
    conditions.forEach(c -> merged.put(c.getType(), c));
    merged.put(
        type,
        new ConditionBuilder()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .withLastTransitionTime(since)
            .withObservedGeneration(generation)
            .build());
    return new ConditionSet(List.copyOf(merged.values()));
  }
}
