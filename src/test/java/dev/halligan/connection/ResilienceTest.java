package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.halligan.testing.ManualClock;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResilienceTest {
  private static final ClusterKey KEY = new ClusterKey("halligan", "eu-1");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ManualClock clock = new ManualClock();
  private final Resilience resilience = Resilience.of(KEY, meters, clock);

  @Test
  void opensAfterThreeCallsWithoutAnAnswerAndTriesAgainTwoSecondsLater() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> resilience.call(failing())).isInstanceOf(CompletionException.class);
    }
    assertThatThrownBy(() -> resilience.call(() -> "kept out"))
        .isInstanceOf(CallNotPermittedException.class);

    clock.pass(Duration.ofMillis(1_800));
    assertThatThrownBy(() -> resilience.call(() -> "kept out"))
        .isInstanceOf(CallNotPermittedException.class);
    clock.pass(Duration.ofMillis(300));
    assertThat(resilience.call(() -> "let in")).isEqualTo("let in");
    assertThat(resilience.call(() -> "closed again")).isEqualTo("closed again");
  }

  @Test
  void oneAnswerAmongFailuresKeepsItClosed() {
    for (int i = 0; i < 12; i++) {
      clock.pass(Duration.ofSeconds(1));
      Callable<String> work = i % 3 == 2 ? () -> "answer" : failing();
      Throwable failure = catchThrowable(() -> resilience.call(work));

      assertThat(failure instanceof CallNotPermittedException).isFalse();
    }
  }

  @Test
  void anUnwelcomeAnswerIsStillAnAnswer() {
    for (int i = 0; i < 10; i++) {
      clock.pass(Duration.ofSeconds(1));
      assertThatThrownBy(() -> resilience.call(answering(404)))
          .isInstanceOf(KubernetesClientException.class);
    }
    assertThat(resilience.call(() -> "still closed")).isEqualTo("still closed");
  }

  @Test
  void onlyIdempotentWorkIsTriedAgainAndOnlyOnce() {
    AtomicInteger calls = new AtomicInteger();
    Callable<String> work =
        () -> {
          calls.incrementAndGet();
          clock.pass(ResilienceSettings.TURN);
          throw new KubernetesClientException("unavailable", 503, null);
        };

    assertThatThrownBy(() -> resilience.call(work)).isInstanceOf(KubernetesClientException.class);
    assertThat(calls).hasValue(1);
    calls.set(0);
    assertThatThrownBy(() -> resilience.idempotent(work))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(calls).hasValue(2);
  }

  @Test
  void aConflictIsNotTriedAgain() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                resilience.idempotent(
                    () -> {
                      calls.incrementAndGet();
                      throw new KubernetesClientException("conflict", 409, null);
                    }))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void callsBeyondTwentyASecondWaitForTheirTurn() {
    resilience.call(() -> "ok");
    resilience.call(() -> "ok");
    assertThat(permissions()).isZero();

    clock.pass(Duration.ofMillis(99));
    assertThat(permissions()).isZero();
    clock.pass(Duration.ofMillis(1));
    assertThat(permissions()).isEqualTo(2);
    clock.pass(Duration.ofMinutes(1));
    assertThat(permissions()).isEqualTo(2);
  }

  @Test
  void noMoreThanEightCallsRunAtOnce() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < ResilienceSettings.CONCURRENT_CALLS; i++) {
      occupy(release);
      clock.pass(ResilienceSettings.TURN);
    }

    assertThatThrownBy(() -> resilience.call(() -> "one too many"))
        .isInstanceOf(BulkheadFullException.class);
    release.countDown();
  }

  @Test
  void exportsEachGuardByClusterAndTakesItAway() {
    assertThat(
            meters.getMeters().stream()
                .map(Meter::getId)
                .peek(id -> assertThat(id.getTag("cluster")).isEqualTo("halligan/eu-1"))
                .map(id -> id.getName().split("\\.")[1])
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("circuitbreaker", "ratelimiter", "bulkhead", "retry");

    try (Resilience other = Resilience.of(new ClusterKey("halligan", "us-1"), meters, clock)) {
      resilience.close();

      assertThat(meters.getMeters())
          .isNotEmpty()
          .allSatisfy(
              meter -> assertThat(meter.getId().getTag("cluster")).isEqualTo("halligan/us-1"));
    }
    assertThat(meters.getMeters()).isEmpty();
  }

  private void occupy(CountDownLatch release) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    Callable<String> work =
        () -> {
          running.countDown();
          release.await();
          return "released";
        };
    Thread.startVirtualThread(() -> resilience.call(work));
    running.await();
  }

  private int permissions() {
    return (int) meters.get("resilience4j.ratelimiter.available.permissions").gauge().value();
  }

  private Callable<String> failing() {
    return () -> {
      clock.pass(ResilienceSettings.TURN);
      throw new IOException("reset");
    };
  }

  private static Callable<String> answering(int code) {
    return () -> {
      throw new KubernetesClientException("unwelcome", code, null);
    };
  }
}
