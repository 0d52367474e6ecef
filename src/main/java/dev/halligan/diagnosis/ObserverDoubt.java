package dev.halligan.diagnosis;

import java.time.Instant;

/** A period in which this observer itself was too slow to measure others. */
public record ObserverDoubt(Sign sign, Instant from, Instant to) {

  /** The sign of it. A closed list, usable as a metric label. */
  public enum Sign {
    /** A probe ended more than 250 ms after its deadline. */
    LATE_SAMPLE("a probe outlived its deadline"),
    /** A TLS server inside this process took over half a second to answer the same probe. */
    SLOW_CANARY("its own TLS canary was slow"),
    /** A round of probes began over half a second late. */
    LATE_TIMER("a round of probes began late"),
    /** The kernel throttled this process, because its CPU quota was used up. */
    CPU_THROTTLED("its CPU quota was used up"),
    /** The garbage collector stopped every thread. */
    GC_PAUSE("the garbage collector paused it");

    private final String words;

    Sign(String words) {
      this.words = words;
    }

    /** The sign as words in a sentence. */
    public String describe() {
      return words;
    }
  }
}
