package dev.halligan.diagnosis;

import java.time.Instant;

/** A time in which this observer was too slow itself to time others. */
public record ObserverDoubt(Sign sign, Instant from, Instant to) {

  /** What gave it away. A closed list, usable as a metric label. */
  public enum Sign {
    /** A probe was given up more than 250 ms after its deadline. */
    LATE_SAMPLE("a probe outlived its deadline"),
    /** A TLS server inside this process took over half a second to answer the same probe. */
    SLOW_CANARY("its own TLS canary was slow"),
    /** A round of probes began over half a second late. */
    LATE_TIMER("a round of probes began late"),
    /** The kernel kept this process from the processor, because its quota was used up. */
    CPU_THROTTLED("its CPU quota was used up"),
    /** The garbage collector stopped every thread. */
    GC_PAUSE("the garbage collector paused it");

    private final String words;

    Sign(String words) {
      this.words = words;
    }

    /** For a sentence. */
    public String words() {
      return words;
    }
  }
}
