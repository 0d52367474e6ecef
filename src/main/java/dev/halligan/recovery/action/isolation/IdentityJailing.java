package dev.halligan.recovery.action.isolation;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.DominantIdentity;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Jails identities inside the API server where no fence blocks their pods: first the one that fills
 * the queues, then the accused while they are removed. A failure is reported and does not stop the
 * recovery.
 */
public final class IdentityJailing {
  /** The key of the users in the step's undo; no workload has such a name. */
  private static final String USERS = "confined";

  private static final String SEPARATOR = ",";

  /** Evidence from an earlier outage jails nobody in this one. */
  private static final Duration FRESH = Duration.ofSeconds(90);

  private IdentityJailing() {}

  /** What to journal before the dominant identity is jailed; empty if there is none. */
  public static Map<String, String> prepare(StepContext step) {
    return step.pass()
        .evidence()
        .newest()
        .filter(snapshot -> snapshot.at().plus(FRESH).isAfter(step.now()))
        .flatMap(snapshot -> DominantIdentity.among(snapshot.identities(), step.neverNamespaces()))
        .map(user -> Map.of(USERS, user))
        .orElse(Map.of());
  }

  /** What to journal before the accused are jailed; empty where a fence is up. */
  public static Map<String, String> prepare(
      StepContext step, Collection<WorkloadReference> accused) {
    if (step.record().timeline().fencedAt() != null || accused.isEmpty()) {
      return Map.of();
    }
    List<String> users = users(step, accused);
    return users.isEmpty() ? Map.of() : Map.of(USERS, String.join(SEPARATOR, users));
  }

  private static List<String> users(StepContext step, Collection<WorkloadReference> accused) {
    return step.pass().driver().evidence().rollouts().stream()
        .filter(r -> accused.contains(r.workload()))
        .map(
            r ->
                "system:serviceaccount:%s:%s"
                    .formatted(r.workload().namespace(), r.serviceAccount()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether this entry of the step's undo holds the jailed users. */
  public static boolean isOurs(String key) {
    return key.equals(USERS);
  }

  /** Which users are jailed now, as text; empty if none are. */
  static String confine(StepContext step) {
    Optional<String> users = users(step);
    users.ifPresent(u -> step.jail().confine(List.of(u.split(SEPARATOR))));
    return users.map(u -> "jailed inside the API server: " + u).orElse("");
  }

  /** Text to add to the step's message, including any failure. */
  public static String tryToConfine(StepContext step) {
    try {
      String confined = confine(step);
      return confined.isEmpty() ? "" : "; " + confined;
    } catch (ControlFailure e) {
      return "; jailing failed: " + e.getMessage();
    }
  }

  /** Releases everyone that any step of this recovery has jailed. */
  public static void releaseAll(StepContext step) {
    boolean confined =
        IntStream.range(0, step.index())
            .mapToObj(step::at)
            .anyMatch(other -> users(other).isPresent());
    if (confined) {
      step.jail().release();
    }
  }

  /** Releases them; a jailed identity would otherwise stay jailed forever. */
  public static void release(StepContext step) {
    if (users(step).isPresent()) {
      step.jail().release();
    }
  }

  private static Optional<String> users(StepContext step) {
    return Optional.ofNullable(step.undo().get(USERS));
  }
}
