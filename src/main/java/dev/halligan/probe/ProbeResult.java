package dev.halligan.probe;

import java.time.Duration;

/** What one question to one API-server instance brought. Never an exception. */
public sealed interface ProbeResult {

  /** How far the probe came and how long each part took; a part that was not reached is zero. */
  record Timings(Duration tcp, Duration tls, Duration http) {
    /** Time over all parts. */
    public Duration total() {
      return tcp.plus(tls).plus(http);
    }
  }

  /** How long the parts took. */
  Timings timings();

  /** An HTTP status came back, whichever. */
  record Answered(int status, Timings timings) implements ProbeResult {}

  /** The deadline passed in this phase. */
  record TimedOut(Phase phase, Timings timings) implements ProbeResult {}

  /** The connection was refused: nobody listens, or a fence answers with a reset. */
  record Refused(Timings timings) implements ProbeResult {}

  /** No route, network unreachable. */
  record NoRoute(Timings timings) implements ProbeResult {}

  /** The connection broke in this phase. */
  record Broken(Phase phase, Timings timings) implements ProbeResult {}

  /** The server's certificate is not the one we trust, or ours has expired. */
  record Untrusted(String reason, Timings timings) implements ProbeResult {}

  /** The parts of a probe. */
  enum Phase {
    TCP,
    TLS,
    HTTP
  }
}
