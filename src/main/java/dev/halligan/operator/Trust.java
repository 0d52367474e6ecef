package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.policy.ObserverState;

/** Says in the condition ObserverTrusted how far this observer may be believed. Pure. */
final class Trust {
  private Trust() {}

  static Finding of(ObserverState observer) {
    if (observer.inDoubt()) {
      return Finding.no(
          Reasons.OBSERVER_IN_DOUBT,
          "Halligan was too slow itself a moment ago: what it timed then does not count, and nothing new is begun. Give it more CPU");
    }
    if (observer.fleetDoubtful()) {
      return Finding.no(
          Reasons.FLEET_DARK,
          "%d of %d clusters say nothing on any path: more likely the fault is on this side. Only a cluster whose own hosts speak for overload is recovered"
              .formatted(observer.fleetDark(), observer.fleetSize()));
    }
    return Finding.yes(
        Reasons.OBSERVER_FIT,
        "Halligan answers itself in time; clusters that say nothing on any path: %d of %d"
            .formatted(observer.fleetDark(), observer.fleetSize()));
  }
}
