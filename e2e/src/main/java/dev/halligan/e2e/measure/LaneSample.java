package dev.halligan.e2e.measure;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One request of a lane: when it was sent (seconds since the rollout), how long it took
 * (milliseconds) and what came of it ({@code 200}, another status, or why there was none).
 */
public record LaneSample(double at, double tookMs, boolean ok, String outcome) {

  /** A lane is slow from one second on: what a person at a keyboard no longer calls an answer. */
  public static final double SLOW_MS = 1000;

  /** Answered, and in time. */
  @JsonIgnore
  public boolean isFast() {
    return ok && tookMs < SLOW_MS;
  }

  /** When the answer, or the lack of it, was known; seconds since the rollout. */
  public double doneAt() {
    return at + tookMs / 1000;
  }
}
