package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.StepContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Quiets the identities of the accused inside the API server while they are removed, where no fence
 * keeps their pods out. Helpful, not needed: what goes wrong is said and does not stop the removal.
 */
final class Confinement {
  /** Under this key of the step's undo stand the users; no workload has such a name. */
  private static final String USERS = "confined";

  private static final String SEPARATOR = ",";

  private Confinement() {}

  /** What to journal before anybody is confined; nothing where a fence is up. */
  static Map<String, String> prepare(StepContext step, Collection<WorkloadReference> accused) {
    if (step.ledger().timeline().fencedAt() != null || accused.isEmpty()) {
      return Map.of();
    }
    List<String> users = users(step, accused);
    return users.isEmpty() ? Map.of() : Map.of(USERS, String.join(SEPARATOR, users));
  }

  private static List<String> users(StepContext step, Collection<WorkloadReference> accused) {
    return step.situation().hands().evidence().rollouts().stream()
        .filter(r -> accused.contains(r.workload()))
        .map(
            r ->
                "system:serviceaccount:%s:%s"
                    .formatted(r.workload().namespace(), r.serviceAccount()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether the entry of the step's undo is ours. */
  static boolean isOurs(String key) {
    return key.equals(USERS);
  }

  /** Words to add to the step's message. */
  static String confine(StepContext step) {
    Optional<String> users = users(step);
    if (users.isEmpty()) {
      return "";
    }
    try {
      step.situation().hands().jail().confine(List.of(users.get().split(SEPARATOR)));
      return "; confined inside the API server: " + users.get();
    } catch (ControlFailure e) {
      return "; not confined: " + e.getMessage();
    }
  }

  /** Lets them go; an identity that is not let go would be quiet for ever. */
  static void release(StepContext step) {
    if (users(step).isPresent()) {
      step.situation().hands().jail().release();
    }
  }

  private static Optional<String> users(StepContext step) {
    return Optional.ofNullable(step.undo().get(USERS));
  }
}
