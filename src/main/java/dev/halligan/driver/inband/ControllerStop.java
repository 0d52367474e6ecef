package dev.halligan.driver.inband;

import java.time.Duration;

/**
 * Stops the controllers that would declare fenced nodes dead, wherever they run. A stop expires
 * unless it is renewed. Every method may throw ControlFailure.
 */
public interface ControllerStop {

  /** Whether there are controllers to stop; if not, only leases keep nodes alive. */
  default boolean isPossible() {
    return true;
  }

  /** Stops the controllers for {@code ttl}, or extends the stop. */
  void stop(Duration ttl);

  /** Ends a stop of ours; does nothing if there is none. */
  void start();

  /** The same, but ignores failures: leases keep the nodes alive in any case. */
  void tryStart();
}
