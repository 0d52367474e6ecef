package dev.halligan.connection;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.metrics.MetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetricsPublisher;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.retry.Retry;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/**
 * Keeps calls to one target's API few and short. Probes bypass it, because they must see the target
 * as it is. Refusals are Resilience4j's own exceptions: CallNotPermittedException,
 * RequestNotPermitted, BulkheadFullException.
 */
public final class Resilience implements AutoCloseable {
  private static final String NAME = "target";

  private final CircuitBreaker breaker;
  private final RateLimiter limiter;
  private final Bulkhead bulkhead;
  private final Retry retry;
  private final List<Runnable> removals;

  private Resilience(ClusterKey key, MeterRegistry meters, Clock clock) {
    Map<String, String> tags = Map.of("cluster", key.toString());
    Instant start = clock.instant();
    breaker = CircuitBreaker.of(NAME, ResilienceSettings.breaker(clock), tags);
    limiter =
        new AtomicRateLimiter(
            NAME,
            ResilienceSettings.limiter(),
            tags,
            () -> Duration.between(start, clock.instant()).toNanos());
    bulkhead = Bulkhead.of(NAME, ResilienceSettings.bulkhead(), tags);
    retry = Retry.of(NAME, ResilienceSettings.retry(), tags);

    // a publisher knows its meters by name only: one per target, so that each can be removed
    removals =
        List.of(
            publish(new TaggedCircuitBreakerMetricsPublisher(meters), breaker),
            publish(new TaggedRateLimiterMetricsPublisher(meters), limiter),
            publish(new TaggedBulkheadMetricsPublisher(meters), bulkhead),
            publish(new TaggedRetryMetricsPublisher(meters), retry));
  }

  /**
   * Creates the guards of one target and exports their state, tagged {@code cluster}.
   *
   * @param clock must not go back
   */
  public static Resilience of(ClusterKey key, MeterRegistry meters, Clock clock) {
    return new Resilience(key, meters, clock);
  }

  /** Calls once. Exceptions of the work pass through, checked ones wrapped. */
  public <T> T call(Callable<T> work) {
    return unchecked(guarded(work));
  }

  /** Calls, and again if the target did not answer: only for work that may be done twice. */
  public <T> T idempotent(Callable<T> work) {
    return unchecked(Retry.decorateCallable(retry, guarded(work)));
  }

  /** Removes the meters; calls still work. */
  @Override
  public void close() {
    removals.forEach(Runnable::run);
  }

  /** Whether the target failed, as opposed to answering with an error of the request. */
  static boolean isTargetTrouble(Throwable failure) {
    return switch (failure) {
      case KubernetesClientException e ->
          e.getCode() <= 0 || e.getCode() == 429 || e.getCode() >= 500;
      case IOException _ -> true;
      default -> false;
    };
  }

  private <T> Callable<T> guarded(Callable<T> work) {
    return CircuitBreaker.decorateCallable(
        breaker, RateLimiter.decorateCallable(limiter, Bulkhead.decorateCallable(bulkhead, work)));
  }

  private static <T> T unchecked(Callable<T> work) {
    try {
      return work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static <E> Runnable publish(MetricsPublisher<E> publisher, E entry) {
    publisher.publishMetrics(entry);
    return () -> publisher.removeMetrics(entry);
  }
}
