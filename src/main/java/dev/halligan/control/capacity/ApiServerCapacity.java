package dev.halligan.control.capacity;

import java.time.Duration;

/** The size of the API server. Calls are idempotent and throw ControlFailure. */
public interface ApiServerCapacity {

  /** Limits of one instance; 0 means no limit is set. */
  record Size(int cpuMillis, long memoryBytes) {}

  /** How an instance is made bigger. */
  enum Manner {
    /** The limits of the running process are raised: no restart, gone when it restarts. */
    IN_PLACE,
    /** Its definition is changed, which restarts it: for one that is down, or looping. */
    RESTART
  }

  /** Where a growth stands. */
  enum Growth {
    NONE,
    STARTING,
    LIVE,
    /** It did not come alive in time and was put back as it was. */
    PUT_BACK
  }

  /** The present limits (the smallest instance). */
  Size size();

  /**
   * Starts growing every instance, one after the other where there are several; returns at once.
   */
  void grow(Size to, Manner manner, Duration liveWithin);

  /** Where the growth stands over all instances. */
  Growth growth();

  /** Puts the earlier size back; a person's later edit stays and is reported as false. */
  boolean shrink();
}
