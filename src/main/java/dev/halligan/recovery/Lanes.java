package dev.halligan.recovery;

import dev.halligan.diagnosis.LaneHealth;
import java.time.Instant;

/** How the two lanes did lately, from the probes that run all the time. */
@FunctionalInterface
public interface Lanes {
  /** Health over the samples that began at or after {@code from}. */
  LaneHealth since(Instant from);
}
