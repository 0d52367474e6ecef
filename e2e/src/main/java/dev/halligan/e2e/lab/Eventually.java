package dev.halligan.e2e.lab;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for the world, which is why the drill may sleep where the operator may not. */
public final class Eventually {
  private Eventually() {}

  /** Asks every second until the answer is yes; an API that does not answer is a no. */
  public static void until(String what, Duration limit, BooleanSupplier question) {
    Instant deadline = Instant.now().plus(limit);
    String last = "the answer was no";
    while (Instant.now().isBefore(deadline)) {
      try {
        if (question.getAsBoolean()) {
          return;
        }
        last = "the answer was no";
      } catch (KubernetesClientException e) {
        last = e.getMessage();
      }
      pause(Duration.ofSeconds(1));
    }
    throw new IllegalStateException(
        "not within " + limit.toSeconds() + " s: " + what + " (" + last + ")");
  }

  /** Tries until it succeeds. */
  public static <T> T get(String what, Duration limit, Supplier<T> attempt) {
    var result = new java.util.concurrent.atomic.AtomicReference<T>();
    until(
        what,
        limit,
        () -> {
          result.set(attempt.get());
          return true;
        });
    return result.get();
  }

  /** Sleeps; an interrupt ends the drill. */
  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
