package dev.halligan.control.managed;

import dev.halligan.control.AdminLane;
import dev.halligan.control.Hands;
import dev.halligan.control.evidence.EvidenceSource;
import dev.halligan.control.jail.Jail;
import dev.halligan.control.lifecycle.LeasesOnly;
import dev.halligan.control.traffic.Traffic;
import dev.halligan.control.workloads.TargetWorkloads;
import java.time.Clock;

/** The hands on a control plane that a provider runs: what the admin lane reaches. */
public final class ManagedHands {
  private ManagedHands() {}

  /** {@code lane}: into the target. */
  public static Hands over(
      AdminLane lane, EvidenceSource evidence, Traffic traffic, Jail jail, Clock clock) {
    return new Hands(
        new NoFence(),
        new NoCapacity(),
        new LeasesOnly(lane, clock),
        new TargetWorkloads(lane),
        traffic,
        evidence,
        jail,
        new NothingAround());
  }
}
