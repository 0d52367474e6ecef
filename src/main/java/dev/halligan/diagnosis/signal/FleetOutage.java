package dev.halligan.diagnosis.signal;

/**
 * If half of a fleet, and at least three clusters, are silent on every path at the same time, the
 * fault is probably on the observer's side. A cluster is not dark while a port opens or refuses, a
 * handshake starts or a host answers: one bad rollout can silence every API server of a fleet, and
 * then recovery is needed.
 */
public final class FleetOutage {

  private static final int AT_LEAST = 3;

  private FleetOutage() {}

  /** Whether {@code dark} of {@code size} clusters are too many to be true. */
  public static boolean doubtful(int size, int dark) {
    return dark >= AT_LEAST && 2L * dark >= size;
  }
}
