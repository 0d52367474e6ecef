package dev.halligan.control.lifecycle;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a kubelet's own renewals from those made in its name, and without trusting that its clock
 * and ours agree: what counts is that the lease moved, and who moved it (metadata.managedFields).
 */
final class LeaseWatch {
  static final String OUR_MANAGER = "halligan-leases";
  private static final Duration FRESH = Duration.ofSeconds(20);

  private record Seen(ZonedDateTime renewTime, Instant movedAt) {}

  private final Map<String, Seen> seen = new HashMap<>();

  /** How many of these leases their own kubelets renewed within the last 20 s. */
  synchronized int fresh(List<Lease> leases, Instant now) {
    return (int) leases.stream().filter(lease -> isFresh(lease, now)).count();
  }

  /** Takes note of the lease as it is now. */
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

  /** On first sight the two clocks have to do; a kubelet's that runs ahead is taken for now. */
  private static Instant firstGuess(ZonedDateTime renewTime, Instant now) {
    var renewed = renewTime.toInstant();
    return renewed.isAfter(now) ? now : renewed;
  }

  /** Whether the renewal that stands there was made by us. */
  static boolean isOurs(Lease lease) {
    return lease.getMetadata().getManagedFields().stream()
        .filter(entry -> OUR_MANAGER.equals(entry.getManager()))
        .anyMatch(LeaseWatch::ownsRenewTime);
  }

  private static boolean ownsRenewTime(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:renewTime");
  }
}
