package dev.halligan.probe;

import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import java.time.Duration;

/** Which phase a probe is in and how long each took. Used by one thread. */
final class PhaseTimer {
  private final long[] began = new long[Phase.values().length];
  private Phase phase = Phase.TCP;

  PhaseTimer() {
    began[0] = System.nanoTime();
  }

  void enter(Phase next) {
    phase = next;
    began[next.ordinal()] = System.nanoTime();
  }

  Phase phase() {
    return phase;
  }

  /** Time per phase so far; zero for a phase that was not reached. */
  Timings timings() {
    long now = System.nanoTime();
    return new Timings(spent(Phase.TCP, now), spent(Phase.TLS, now), spent(Phase.HTTP, now));
  }

  private Duration spent(Phase part, long now) {
    if (part.compareTo(phase) > 0) {
      return Duration.ZERO;
    }
    long end = part == phase ? now : began[part.ordinal() + 1];
    return Duration.ofNanos(end - began[part.ordinal()]);
  }
}
