package dev.halligan.policy;

import dev.halligan.diagnosis.FleetDarkness;

/**
 * How far this observer may be believed about one cluster.
 *
 * @param inDoubt whether it was too slow itself a moment ago
 * @param starting whether it has watched this cluster, and many others, for less than a minute
 * @param confirmed whether a host of the cluster itself says that there is overload; then neither a
 *     young watch nor a dark fleet speaks against it
 * @param fleetSize clusters being watched, this one included, 1 or more
 * @param fleetDark those of them that say nothing on any path
 */
public record ObserverState(
    boolean inDoubt, boolean starting, boolean confirmed, int fleetSize, int fleetDark) {

  /** One cluster, and nothing against the observer. */
  public static final ObserverState TRUSTED = new ObserverState(false, false, false, 1, 0);

  /** Whether so much of the fleet is dark that the fault is more likely on this side. */
  public boolean fleetDoubtful() {
    return FleetDarkness.doubtful(fleetSize, fleetDark);
  }
}
