package dev.halligan.diagnosis;

/**
 * When half of a fleet, and at least three clusters, say nothing on any path at once, the fault is
 * more likely on the observer's side. A cluster is not dark while a port opens or refuses, a
 * handshake begins or a host answers: one bad rollout can silence every API server of a fleet, and
 * then there is work to do.
 */
public final class FleetDarkness {

  private static final int AT_LEAST = 3;

  private FleetDarkness() {}

  /** Whether {@code dark} of {@code size} clusters are too many to be believed. */
  public static boolean doubtful(int size, int dark) {
    return dark >= AT_LEAST && 2L * dark >= size;
  }
}
