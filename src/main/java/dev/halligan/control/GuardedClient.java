package dev.halligan.control;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way into a cluster's API that every driver uses: guarded by a breaker and a limiter, with one
 * mapping from errors to ControlFailure.
 */
public final class GuardedClient {

  /** Guards calls. */
  public interface Guard {
    /** Calls once. */
    <T> T call(Callable<T> call) throws Exception;

    /** Calls again if the first call got no answer; for reads only. */
    <T> T idempotent(Callable<T> call) throws Exception;
  }

  private final Supplier<KubernetesClient> usual;
  private final Function<Duration, KubernetesClient> within;
  private final Guard guard;
  private final Epoch epoch;

  public GuardedClient(
      Supplier<KubernetesClient> usual,
      Function<Duration, KubernetesClient> within,
      Guard guard,
      Epoch epoch) {
    this.usual = usual;
    this.within = within;
    this.guard = guard;
    this.epoch = epoch;
  }

  /** A client for a cluster that is not in trouble: no guard, the client's own deadlines. */
  public static GuardedClient unguarded(KubernetesClient client, Epoch epoch) {
    return new GuardedClient(() -> client, deadline -> client, new Unguarded(), epoch);
  }

  /** Reads; may be repeated once. {@code what} completes "could not ..." in messages. */
  public <T> T read(String what, Function<KubernetesClient, T> question) {
    return mapped(what, () -> guard.idempotent(() -> question.apply(usual.get())));
  }

  /** Reads once, with its own deadline. */
  public <T> T read(String what, Duration deadline, Function<KubernetesClient, T> question) {
    return mapped(what, () -> guard.call(() -> question.apply(within.apply(deadline))));
  }

  /**
   * Writes; never repeated automatically. API servers know no epochs, so a leader that was replaced
   * must find out here.
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
      throw ApiErrorMapper.of(what, e);
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
