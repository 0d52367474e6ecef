package dev.halligan.policy;

import dev.halligan.diagnosis.signal.FleetOutage;

/**
 * How far this observer can be trusted about one cluster.
 *
 * @param inDoubt whether it was itself too slow a moment ago
 * @param starting whether it has watched this cluster, and many others, for less than a minute
 * @param confirmed whether a host of the cluster itself reports overload; then neither a young
 *     monitor nor a dark fleet is an objection
 * @param fleetSize watched clusters, including this one, 1 or more
 * @param fleetDark those of them that answer on no path
 */
public record ObserverState(
    boolean inDoubt, boolean starting, boolean confirmed, int fleetSize, int fleetDark) {

  /** One cluster, and no reason to doubt the observer. */
  public static final ObserverState TRUSTED = new ObserverState(false, false, false, 1, 0);

  /** Whether so much of the fleet is dark that the fault is more likely on Halligan's side. */
  public boolean fleetDoubtful() {
    return FleetOutage.doubtful(fleetSize, fleetDark);
  }
}
