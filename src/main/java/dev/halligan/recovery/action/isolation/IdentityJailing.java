package dev.halligan.recovery.action.isolation;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.DominantIdentity;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Jails identities inside the API server where no fence blocks their pods: first the one that fills
 * the queues, then the accused while they are removed. Behind a fence the accused too, if they come
 * in with their nodes; that costs others of the same account nothing, because the fence blocks
 * them. A failure is reported and does not stop the recovery.
 */
public final class IdentityJailing {
  /** Evidence from an earlier outage jails nobody in this one. */
  private static final Duration FRESH = Duration.ofSeconds(90);

  private IdentityJailing() {}

  /** The part of a step's undo that names the users it jails. */
  private record Jailed(List<String> jailed) {
    private Jailed {
      jailed = jailed == null ? List.of() : List.copyOf(jailed);
    }
  }

  /** The dominant identity, to be journaled before it is jailed; empty if there is none. */
  static Optional<String> dominant(StepContext step) {
    return step.context()
        .evidence()
        .newest()
        .filter(snapshot -> snapshot.at().plus(FRESH).isAfter(step.now()))
        .flatMap(snapshot -> DominantIdentity.among(snapshot.identities(), step.neverNamespaces()));
  }

  /** The accused's users, to be journaled before they are jailed. */
  public static List<String> usersOf(StepContext step, Collection<WorkloadReference> accused) {
    if (accused.isEmpty()) {
      return List.of();
    }
    return step.context().driver().evidence().rollouts().stream()
        .filter(r -> accused.contains(r.workload()))
        .map(
            r ->
                "system:serviceaccount:%s:%s"
                    .formatted(r.workload().namespace(), r.serviceAccount()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Which users are jailed now, as text; empty if none are. */
  static String confine(StepContext step) {
    List<String> users = users(step);
    if (users.isEmpty()) {
      return "";
    }
    step.jail().confine(users);
    return "jailed inside the API server: " + String.join(",", users);
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
            .anyMatch(other -> jails(other) && mayHaveJailed(other));
    if (confined) {
      step.jail().release();
    }
  }

  /** Isolate stores whom it would jail, and does so only where no fence holds. */
  private static boolean jails(StepContext step) {
    ActionType action = step.entry().action();
    return action == ActionType.REMOVE_ROLLOUT
        || action == ActionType.ISOLATE
            && new IsolateWithoutFence(new StandingFence(step)).mayJail();
  }

  /** Releases them; a jailed identity would otherwise stay jailed forever. */
  public static void release(StepContext step) {
    if (mayHaveJailed(step)) {
      step.jail().release();
    }
  }

  /** An undo that is not readable may name somebody; a release of nobody does no harm. */
  private static boolean mayHaveJailed(StepContext step) {
    try {
      return !users(step).isEmpty();
    } catch (ControlFailure unreadable) {
      return true;
    }
  }

  private static List<String> users(StepContext step) {
    return step.undo(Jailed.class).jailed();
  }
}
