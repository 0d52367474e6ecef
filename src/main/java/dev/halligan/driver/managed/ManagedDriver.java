package dev.halligan.driver.managed;

import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.control.EvidenceSource;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Jail;
import dev.halligan.control.Traffic;
import dev.halligan.driver.inband.LeaseOnlyLifecycle;
import dev.halligan.driver.inband.TargetWorkloads;
import java.time.Clock;

/** The driver of a control plane that a provider runs: it acts over the admin lane only. */
public final class ManagedDriver {
  private ManagedDriver() {}

  /** {@code lane}: into the target. */
  public static ControlPlaneDriver over(
      GuardedClient lane, EvidenceSource evidence, Traffic traffic, Jail jail, Clock clock) {
    return new ControlPlaneDriver(
        new NoFence(),
        new NoCapacity(),
        new LeaseOnlyLifecycle(lane, clock),
        new TargetWorkloads(lane),
        traffic,
        evidence,
        jail,
        new NoInstanceObserver());
  }
}
