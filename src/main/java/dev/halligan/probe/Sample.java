package dev.halligan.probe;

import java.time.Instant;

/** One probe: when it began, whom it asked, on which lane, and what came of it. */
public record Sample(Instant at, String endpoint, Lane lane, ProbeResult result) {}
