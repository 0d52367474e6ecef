package dev.halligan.operator.observer;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** When a monitor's next round is due. One thread waits; others may change the interval. */
public final class ProbeTicker {
  private final Semaphore changed = new Semaphore(0);
  private final Supplier<Duration> interval;
  private long due;

  /**
   * @param interval from one round to the next; asked again at every {@link #changed()}
   */
  public ProbeTicker(Supplier<Duration> interval) {
    this.interval = interval;
  }

  /** Counts from now; the first round is due after {@code first}, 0 or more. */
  public void begin(Duration first) {
    due = System.nanoTime() + first.toNanos() - interval.get().toNanos();
  }

  /** The interval may have changed. */
  public void changed() {
    changed.release();
  }

  /** Waits until the next round is due; returns how late it begins, 0 or more. */
  public Duration await() throws InterruptedException {
    long next = next();
    while (changed.tryAcquire(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      changed.drainPermits();
      next = next();
    }
    due = next;
    return Duration.ofNanos(Math.max(0, System.nanoTime() - next));
  }

  /** Never in the past: after a long round, missed rounds are not made up for. */
  private long next() {
    return Math.max(due + interval.get().toNanos(), System.nanoTime());
  }
}
