package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.diagnosis.Elephant;
import dev.halligan.recovery.StepContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Quiets identities inside the API server where no fence keeps their pods out: who fills the
 * queues, then the accused while they are removed. Helpful, not needed: what goes wrong is said and
 * does not stop the recovery.
 */
final class Confinement {
  /** Under this key of the step's undo stand the users; no workload has such a name. */
  private static final String USERS = "confined";

  private static final String SEPARATOR = ",";

  /** Who filled the queues of an earlier outage is not jailed for this one. */
  private static final Duration FRESH = Duration.ofSeconds(90);

  private Confinement() {}

  /** What to journal before who fills the queues is confined; nothing when nobody does. */
  static Map<String, String> prepare(StepContext step) {
    return step.situation()
        .evidence()
        .newest()
        .filter(page -> page.at().plus(FRESH).isAfter(step.now()))
        .flatMap(page -> Elephant.among(page.identities(), step.neverNamespaces()))
        .map(user -> Map.of(USERS, user))
        .orElse(Map.of());
  }

  /** What to journal before the accused are confined; nothing where a fence is up. */
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

  /** Who is confined now, in words; empty for nobody. */
  static String confine(StepContext step) {
    Optional<String> users = users(step);
    users.ifPresent(u -> step.situation().hands().jail().confine(List.of(u.split(SEPARATOR))));
    return users.map(u -> "confined inside the API server: " + u).orElse("");
  }

  /** Words to add to the step's message; what goes wrong is among them. */
  static String tryToConfine(StepContext step) {
    try {
      String confined = confine(step);
      return confined.isEmpty() ? "" : "; " + confined;
    } catch (ControlFailure e) {
      return "; not confined: " + e.getMessage();
    }
  }

  /** Lets everybody go whom any step of this recovery has confined. */
  static void releaseAll(StepContext step) {
    boolean confined =
        IntStream.range(0, step.index())
            .mapToObj(step::at)
            .anyMatch(other -> users(other).isPresent());
    if (confined) {
      step.situation().hands().jail().release();
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
