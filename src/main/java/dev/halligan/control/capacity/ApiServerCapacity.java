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

  /**
   * The limits to grow from (of the smallest instance): as they were before the first growth, so
   * that growths that stay do not multiply.
   */
  Size size();

  /** The limits as they are now (of the smallest instance). */
  default Size present() {
    return size();
  }

  /** Whether every instance that can be asked has a running process; it may not answer yet. */
  boolean runs();

  /**
   * Starts growing every instance, one after the other where there are several; returns at once. A
   * host that has less to give gives what it has; one that put an earlier growth back tries again.
   * NOT_LIVE or UNSUPPORTED when it cannot be done in place.
   */
  void grow(Size to, Manner manner, Duration liveWithin);

  /** Where the growth stands over all instances. */
  Growth growth();

  /** Puts the earlier size back; a person's later edit stays and is reported as false. */
  boolean shrink();
}
