package dev.halligan.recovery.action;

import java.time.Instant;

/** How far Readmit is: when it last changed the share of a cohort; null before the first change. */
record LastMove(Instant movedAt) {}
