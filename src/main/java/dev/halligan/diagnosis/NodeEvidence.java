package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a control-plane host says of its API server, out of band. Counters are totals; an empty
 * value was not to be had.
 *
 * @param startedAt when the process started, in seconds since 1970 by the host's own clock: tells
 *     one process from the next, and nothing else
 */
public record NodeEvidence(
    Instant at,
    String host,
    boolean reachable,
    boolean processRunning,
    OptionalInt cpuMillis,
    OptionalInt cpuLimitMillis,
    OptionalLong memoryBytes,
    OptionalLong memoryLimitBytes,
    OptionalLong oomKills,
    OptionalLong restarts,
    OptionalLong startedAt,
    OptionalInt connections) {

  /** A host that sets its clock moves the start of what runs, by less than a second mostly. */
  private static final int CLOCK_MOVES = 2;

  /** Whether both speak of one process of one host; false where either does not tell. */
  boolean isOfProcessOf(NodeEvidence other) {
    return host.equals(other.host)
        && startedAt.isPresent()
        && other.startedAt.isPresent()
        && Math.abs(startedAt.getAsLong() - other.startedAt.getAsLong()) <= CLOCK_MOVES;
  }
}
