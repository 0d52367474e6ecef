package dev.halligan.operator;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** When the next round of a watch is due. One thread waits; any other may say to look anew. */
final class Rounds {
  private final Semaphore changed = new Semaphore(0);
  private final Supplier<Duration> interval;
  private long due;

  /**
   * @param interval from one round to the next; asked again at every {@link #changed()}
   */
  Rounds(Supplier<Duration> interval) {
    this.interval = interval;
  }

  /** Counts from now; the first round is due after {@code first}, 0 or more. */
  void begin(Duration first) {
    due = System.nanoTime() + first.toNanos() - interval.get().toNanos();
  }

  /** The interval may be another one now. */
  void changed() {
    changed.release();
  }

  /** Waits until the next round is due; returns how late it begins, 0 or more. */
  Duration await() throws InterruptedException {
    long next = next();
    while (changed.tryAcquire(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      changed.drainPermits();
      next = next();
    }
    due = next;
    return Duration.ofNanos(Math.max(0, System.nanoTime() - next));
  }

  /** Never in the past: a round that took long is not followed by several at once. */
  private long next() {
    return Math.max(due + interval.get().toNanos(), System.nanoTime());
  }
}
