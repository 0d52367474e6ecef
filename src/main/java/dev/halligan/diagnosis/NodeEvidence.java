package dev.halligan.diagnosis;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a control-plane host reports about its API server, out of band. Counters are totals; an
 * empty value is unknown.
 *
 * @param startedAt when the process started, in seconds since 1970 by the host's own clock: only
 *     distinguishes one process from the next
 */
@RecordBuilder
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

  /** When a host adjusts its clock, process start times shift, mostly by less than a second. */
  private static final int CLOCK_MOVES = 2;

  /** Whether both reports are about the same process of the same host; false if unknown. */
  public boolean isOfProcessOf(NodeEvidence other) {
    return host.equals(other.host)
        && startedAt.isPresent()
        && other.startedAt.isPresent()
        && Math.abs(startedAt.getAsLong() - other.startedAt.getAsLong()) <= CLOCK_MOVES;
  }
}
