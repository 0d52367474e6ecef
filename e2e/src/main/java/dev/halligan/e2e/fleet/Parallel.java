package dev.halligan.e2e.fleet;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does one thing for many, some at a time. */
final class Parallel {
  private Parallel() {}

  /** Returns when all are done; throws the first failure. */
  static <T> void each(int atOnce, Collection<T> items, Consumer<T> what) {
    try (var threads = Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      for (var done : items.stream().map(i -> threads.submit(() -> what.accept(i))).toList()) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
