package dev.halligan.control;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way into a cluster's API that every hand takes: guarded by its breaker and limiter, and with
 * one mapping from what can go wrong to a ControlFailure.
 */
public final class AdminLane {

  /** How calls are let through. */
  public interface Guard {
    /** Once. */
    <T> T call(Callable<T> call) throws Exception;

    /** Once more when the first brought no answer; for calls that only ask. */
    <T> T idempotent(Callable<T> call) throws Exception;
  }

  private final Supplier<KubernetesClient> usual;
  private final Function<Duration, KubernetesClient> within;
  private final Guard guard;
  private final Epoch epoch;

  public AdminLane(
      Supplier<KubernetesClient> usual,
      Function<Duration, KubernetesClient> within,
      Guard guard,
      Epoch epoch) {
    this.usual = usual;
    this.within = within;
    this.guard = guard;
    this.epoch = epoch;
  }

  /** A lane into a cluster that is not in trouble: no guard, the client's own deadlines. */
  public static AdminLane unguarded(KubernetesClient client, Epoch epoch) {
    return new AdminLane(() -> client, deadline -> client, new Unguarded(), epoch);
  }

  /** Asks; may be repeated once. {@code what} completes "could not ..." for a person. */
  public <T> T read(String what, Function<KubernetesClient, T> question) {
    return mapped(what, () -> guard.idempotent(() -> question.apply(usual.get())));
  }

  /** Asks once, with a deadline of its own. */
  public <T> T read(String what, Duration deadline, Function<KubernetesClient, T> question) {
    return mapped(what, () -> guard.call(() -> question.apply(within.apply(deadline))));
  }

  /**
   * Changes something; never repeated by itself. An API server does not know of epochs, so a leader
   * that was replaced has to find out here.
   */
  public <T> T write(String what, Function<KubernetesClient, T> change) {
    return mapped(
        what,
        () -> {
          epoch.current();
          return guard.call(() -> change.apply(usual.get()));
        });
  }

  /** The term under which changes are made. */
  public long epoch() {
    return epoch.current();
  }

  private static <T> T mapped(String what, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw ApiFailures.of(what, e);
    }
  }

  private static final class Unguarded implements Guard {
    @Override
    public <T> T call(Callable<T> call) throws Exception {
      return call.call();
    }

    @Override
    public <T> T idempotent(Callable<T> call) throws Exception {
      return call.call();
    }
  }
}
