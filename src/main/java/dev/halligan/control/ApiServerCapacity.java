package dev.halligan.control;

import java.time.Duration;

/** The size of the API server. Calls are idempotent and throw ControlFailure. */
public interface ApiServerCapacity {

  /** Limits of one instance; 0 means no limit is set. */
  record Size(int cpuMillis, long memoryBytes) {}

  /** How an instance is resized. */
  enum ResizeMode {
    /** Raises the limits of the running process: no restart, and lost when it restarts. */
    IN_PLACE,
    /** Changes its definition, which restarts it: for an instance that is down or looping. */
    RESTART
  }

  /** The state of a growth. */
  enum Growth {
    NONE,
    STARTING,
    LIVE,
    /** The instance was not live in time, so the growth was reverted. */
    PUT_BACK
  }

  /**
   * The limits to grow from (of the smallest instance): those before the first growth, so that
   * growths that stay do not multiply.
   */
  Size size();

  /** The current limits (of the smallest instance). */
  default Size present() {
    return size();
  }

  /** Whether every reachable instance has a running process; it may not answer yet. */
  boolean runs();

  /**
   * Starts growing every instance, one after the other where there are several; returns
   * immediately. A host with too little capacity gives what it has; one that reverted an earlier
   * growth tries again. NOT_LIVE or UNSUPPORTED if it cannot be done in place.
   */
  void grow(Size to, ResizeMode manner, Duration liveWithin);

  /** The state of the growth over all instances. */
  Growth growth();

  /** Restores the earlier size; keeps a person's later edit, and then returns false. */
  boolean shrink();
}
