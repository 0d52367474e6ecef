package dev.halligan.recovery.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * When the next pass is due; empty if the recovery has ended, or waits for a change of the request.
 */
public record PassResult(Optional<Duration> again) {

  static PassResult after(Duration delay) {
    return new PassResult(Optional.of(delay));
  }

  static PassResult ended() {
    return new PassResult(Optional.empty());
  }
}
