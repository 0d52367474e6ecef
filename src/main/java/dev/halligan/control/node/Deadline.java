package dev.halligan.control.node;

import java.time.Duration;

/** A moment on the monotonic clock by which an exchange with a host must be over. */
record Deadline(long atNanos) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** What is left, at least one millisecond so that it can be handed to a wait. */
  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, atNanos - System.nanoTime()));
  }

  /** What is left, but no more than {@code most}. */
  Duration leftUpTo(Duration most) {
    var left = left();
    return left.compareTo(most) < 0 ? left : most;
  }

  boolean passed() {
    return System.nanoTime() >= atNanos;
  }
}
