package dev.halligan.recovery.action.isolation;

/** What Isolate found: how many instances of the API server there are. */
record FenceResult(int instances) {}
