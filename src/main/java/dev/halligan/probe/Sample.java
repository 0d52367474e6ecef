package dev.halligan.probe;

import java.time.Instant;

/** One probe: its start, endpoint, lane and result. */
public record Sample(Instant at, String endpoint, Lane lane, ProbeResult result) {}
