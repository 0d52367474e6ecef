package dev.halligan.driver.inband;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Distinguishes a kubelet's own renewals from ours without relying on synchronized clocks: what
 * counts is that the lease changed, and who changed it (metadata.managedFields).
 */
final class LeaseRenewalTracker {
  static final String OUR_MANAGER = "halligan-leases";
  private static final Duration FRESH = Duration.ofSeconds(20);

  private record Seen(ZonedDateTime renewTime, Instant movedAt) {}

  private final Map<String, Seen> seen = new HashMap<>();

  /** How many of these leases their own kubelets renewed within the last 20 s. */
  synchronized int fresh(List<Lease> leases, Instant now) {
    return (int) leases.stream().filter(lease -> isFresh(lease, now)).count();
  }

  /** Records the current lease. */
  synchronized boolean isFresh(Lease lease, Instant now) {
    var renewTime = lease.getSpec().getRenewTime();
    if (renewTime == null) {
      return false;
    }
    var name = lease.getMetadata().getName();
    var before = seen.get(name);
    if (before == null || !before.renewTime().isEqual(renewTime)) {
      var movedAt = before == null ? firstGuess(renewTime, now) : now;
      seen.put(name, new Seen(renewTime, movedAt));
    }
    return !isOurs(lease) && seen.get(name).movedAt().plus(FRESH).isAfter(now);
  }

  /** At first sight, compares the two clocks; a kubelet's clock that is ahead counts as now. */
  private static Instant firstGuess(ZonedDateTime renewTime, Instant now) {
    var renewed = renewTime.toInstant();
    return renewed.isAfter(now) ? now : renewed;
  }

  /** Whether we made the current renewal. */
  static boolean isOurs(Lease lease) {
    return lease.getMetadata().getManagedFields().stream()
        .filter(entry -> OUR_MANAGER.equals(entry.getManager()))
        .anyMatch(LeaseRenewalTracker::ownsRenewTime);
  }

  private static boolean ownsRenewTime(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:renewTime");
  }
}
