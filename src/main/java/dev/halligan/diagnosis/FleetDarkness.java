package dev.halligan.diagnosis;

/**
 * When half of a fleet, and at least three clusters, stop answering at once, the fault is more
 * likely on the observer's side. Clusters that answer slowly are not dark: one bad rollout can
 * drown a whole fleet, and then there is work to do.
 */
public final class FleetDarkness {

  private static final int AT_LEAST = 3;

  private FleetDarkness() {}

  /** Whether {@code dark} of {@code size} clusters are too many to be believed. */
  public static boolean doubtful(int size, int dark) {
    return dark >= AT_LEAST && 2L * dark >= size;
  }
}
