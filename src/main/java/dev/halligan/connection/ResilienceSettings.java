package dev.halligan.connection;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sets every value explicitly: Resilience4j's defaults are for services with high traffic (a
 * breaker that opens after 100 calls and stays open for a minute, a limiter that waits 5 s).
 */
final class ResilienceSettings {
  /** Twenty calls a second, evenly: a recovery patches a few workloads and reads a few lists. */
  static final int CALLS_PER_TURN = 2;

  static final Duration TURN = Duration.ofMillis(100);

  /** How long an open breaker blocks calls: short, because the calls are the recovery. */
  static final Duration OPEN = Duration.ofSeconds(2);

  static final int FAILURES_TO_OPEN = 3;
  static final int CONCURRENT_CALLS = 8;
  static final int ATTEMPTS = 2;

  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

  private ResilienceSettings() {}

  static CircuitBreakerConfig breaker(Clock clock) {
    return CircuitBreakerConfig.custom()
        .clock(clock)
        .currentTimestampFunction(
            it -> TimeUnit.SECONDS.toNanos(it.instant().getEpochSecond()) + it.instant().getNano(),
            TimeUnit.NANOSECONDS)
        .slidingWindow(FAILURES_TO_OPEN, FAILURES_TO_OPEN, SlidingWindowType.COUNT_BASED)
        .failureRateThreshold(100)
        // the diagnosis judges slowness: a slow answer behind the fence is still an answer
        .slowCallRateThreshold(100)
        .slowCallDurationThreshold(Duration.ofMinutes(1))
        .waitDurationInOpenState(OPEN)
        .automaticTransitionFromOpenToHalfOpenEnabled(false)
        .permittedNumberOfCallsInHalfOpenState(1)
        .maxWaitDurationInHalfOpenState(Duration.ZERO)
        .recordException(Resilience::isTargetTrouble)
        // our own guards' refusals say nothing about the target
        .ignoreExceptions(RequestNotPermitted.class, BulkheadFullException.class)
        .writableStackTraceEnabled(false)
        .build();
  }

  static RateLimiterConfig limiter() {
    return RateLimiterConfig.custom()
        .limitForPeriod(CALLS_PER_TURN)
        .limitRefreshPeriod(TURN)
        .timeoutDuration(WAIT)
        .writableStackTraceEnabled(false)
        .build();
  }

  static BulkheadConfig bulkhead() {
    return BulkheadConfig.custom()
        .maxConcurrentCalls(CONCURRENT_CALLS)
        .maxWaitDuration(WAIT)
        .fairCallHandlingStrategyEnabled(true)
        .writableStackTraceEnabled(false)
        .build();
  }

  static RetryConfig retry() {
    return RetryConfig.custom()
        .maxAttempts(ATTEMPTS)
        .intervalFunction(IntervalFunction.of(BETWEEN_ATTEMPTS))
        .retryOnException(Resilience::isTargetTrouble)
        .retryOnResult(_ -> false)
        .failAfterMaxAttempts(false)
        .writableStackTraceEnabled(false)
        .build();
  }
}
