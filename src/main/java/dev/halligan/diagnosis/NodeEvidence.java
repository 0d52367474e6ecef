package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a control-plane host says of its API server, out of band. Counters are totals; an empty
 * value was not to be had.
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
    OptionalInt connections) {}
