package dev.halligan.control;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * The way into a cluster's API that every hand takes: guarded by its breaker and limiter, and with one
 * mapping from what can go wrong to a ControlFailure.
 */
public final class AdminLane {
  private final Function<Duration, KubernetesClient> clients;
  private final KubernetesClient usual;
  private final Guard guard;

  /** How a call is let through: as often as it is safe to repeat, or once. */
  public interface Guard {
    <T> T once(Callable<T> call) throws Exception;

    <T> T repeatable(Callable<T> call) throws Exception;
  }

  public AdminLane(
      KubernetesClient usual, Function<Duration, KubernetesClient> clients, Guard guard) {
    this.usual = usual;
    this.clients = clients;
    this.guard = guard;
  }

  /** Asks; may be repeated once. {@code what} completes "could not ..." for a person. */
  public <T> T read(String what, Function<KubernetesClient, T> question) {
    return guarded(what, () -> guard.repeatable(() -> question.apply(usual)));
  }

  /** Asks once, with a deadline of its own. */
  public <T> T read(String what, Duration deadline, Function<KubernetesClient, T> question) {
    return guarded(what, () -> guard.once(() -> question.apply(clients.apply(deadline))));
  }

  /** Changes something; never repeated by itself. */
  public <T> T write(String what, Function<KubernetesClient, T> change) {
    return guarded(what, () -> guard.once(() -> change.apply(usual)));
  }

  private static <T> T guarded(String what, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw ApiFailures.of(what, e);
    }
  }
}
