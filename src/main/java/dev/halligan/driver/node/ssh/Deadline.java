package dev.halligan.driver.node.ssh;

import java.time.Duration;

/** A moment on the monotonic clock by which an exchange with a host must be over. */
record Deadline(long atNanos) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** The remaining time, at least one millisecond so that it can be passed to a wait. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, atNanos - System.nanoTime()));
  }

  /** The remaining time, at most {@code most}. */
  Duration leftUpTo(Duration most) {
    var left = left();
    return left.compareTo(most) < 0 ? left : most;
  }

  boolean passed() {
    return System.nanoTime() >= atNanos;
  }
}
