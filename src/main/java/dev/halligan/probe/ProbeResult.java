package dev.halligan.probe;

import java.time.Duration;

/** The result of one probe of one API-server instance. Never an exception. */
public sealed interface ProbeResult {

  /** How long each part of the probe took; zero for a part that was not reached. */
  record Timings(Duration tcp, Duration tls, Duration http) {
    /** Time over all parts. */
    public Duration total() {
      return tcp.plus(tls).plus(http);
    }
  }

  /** How long the parts took. */
  Timings timings();

  /** An HTTP response came back, with any status. */
  record Answered(int status, Timings timings) implements ProbeResult {}

  /** The deadline passed in this phase. */
  record TimedOut(Phase phase, Timings timings) implements ProbeResult {}

  /** The connection was refused: nothing listens, or a fence answers with a reset. */
  record Refused(Timings timings) implements ProbeResult {}

  /** No route, network unreachable. */
  record NoRoute(Timings timings) implements ProbeResult {}

  /** The connection broke in this phase. */
  record Broken(Phase phase, Timings timings) implements ProbeResult {}

  /** We do not trust the server's certificate, or ours has expired. */
  record Untrusted(String reason, Timings timings) implements ProbeResult {}

  /** The parts of a probe. */
  enum Phase {
    TCP,
    TLS,
    HTTP
  }
}
