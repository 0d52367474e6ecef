package dev.halligan.operator.observer;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.policy.ObserverState;
import dev.halligan.status.ConditionValue;

/** The condition ObserverTrusted: how far this observer can be trusted. Pure. */
public final class Trust {
  private Trust() {}

  public static ConditionValue of(ObserverState observer) {
    if (observer.inDoubt()) {
      return ConditionValue.no(
          Reasons.OBSERVER_IN_DOUBT,
          "Halligan itself was too slow a moment ago. It ignores the times it measured then and"
              + " starts no recovery. Give it more CPU.");
    }
    if (observer.fleetDoubtful()) {
      return ConditionValue.no(
          Reasons.FLEET_UNREACHABLE,
          ("%d of %d clusters answer on no path, so the fault is more likely on Halligan's side. It"
                  + " recovers only clusters whose own hosts report overload. Check its network.")
              .formatted(observer.fleetDark(), observer.fleetSize()));
    }
    return ConditionValue.yes(
        Reasons.OBSERVER_FIT,
        "Halligan answers its own probe in time. Clusters that answer on no path: %d of %d."
            .formatted(observer.fleetDark(), observer.fleetSize()));
  }
}
