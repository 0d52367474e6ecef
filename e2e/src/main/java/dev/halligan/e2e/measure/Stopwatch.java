package dev.halligan.e2e.measure;

import java.time.Duration;
import java.time.Instant;

/**
 * Turns moments into seconds since the rollout; every program of the drill reads the same machine's
 * clock.
 */
public record Stopwatch(Instant rollout) {

  public double at(Instant moment) {
    return Duration.between(rollout, moment).toNanos() / 1e9;
  }

  public double atEpochSecond(double second) {
    return second - rollout.getEpochSecond() - rollout.getNano() / 1e9;
  }

  public double now() {
    return at(Instant.now());
  }
}
