package dev.halligan.recovery.step;

import dev.halligan.diagnosis.signal.LaneHealth;
import java.time.Instant;

/** The recent health of the two lanes, from the probes that run all the time. */
@FunctionalInterface
public interface LaneHistory {
  /** Health over the samples that began at or after {@code from}. */
  LaneHealth since(Instant from);
}
