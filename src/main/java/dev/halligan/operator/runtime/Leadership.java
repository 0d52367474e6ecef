package dev.halligan.operator.runtime;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Epoch;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this replica may act, and in which epoch. */
public final class Leadership implements Epoch {
  /** The name of the lease. */
  public static final String LEASE = "halligan";

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LEASE_DURATION = Duration.ofSeconds(20);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(12);
  private static final int ATTEMPTS = 3;
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  /** A process that was paused for longer may have been replaced without noticing. */
  private static final Duration READING_HOLDS = Duration.ofSeconds(5);

  /** The term in the lease, and when it was read by the monotonic clock. */
  private record Reading(long term, long atNanos) {}

  private final KubernetesClient client;
  private final Settings settings;
  private final Runnable onLost;
  private final LongSupplier nanos;
  private volatile boolean leading;
  private volatile boolean retired;
  private volatile Reading reading;

  /**
   * @param onLost called once when leadership is lost, after every act is refused
   */
  public Leadership(KubernetesClient client, Settings settings, Runnable onLost) {
    this(client, settings, onLost, System::nanoTime);
  }

  Leadership(
      KubernetesClient client, Settings settings, Runnable onLost, LongSupplier monotonicNanos) {
    this.client = client;
    this.settings = settings;
    this.onLost = onLost;
    this.nanos = monotonicNanos;
  }

  /**
   * For the SDK's leader election. The SDK must not end the process, because acting has to stop
   * first.
   */
  public LeaderElectionConfiguration configuration() {
    retired = false;
    return new LeaderElectionConfiguration(
        LEASE,
        settings.namespace(),
        LEASE_DURATION,
        RENEW_DEADLINE,
        RETRY_PERIOD,
        settings.identity(),
        new LeaderCallbacks(this::won, this::lost, _ -> {}),
        false);
  }

  public boolean isLeading() {
    return leading;
  }

  /**
   * The term: the lease's creation time in seconds plus its number of transitions. It grows even if
   * the lease is deleted and recreated, because a lease has less than one transition a second.
   * Called before every act; the lease is read again if the last reading is more than 5 s old.
   */
  @Override
  public long current() {
    if (!leading) {
      throw new ControlFailure(
          ControlFailure.Reason.STALE_EPOCH,
          "this replica is no longer the leader, so nothing was done",
          "Nothing to do: the leading replica continues");
    }
    Reading known = reading;
    return isFresh(known) ? known.term() : readAgain();
  }

  private boolean isFresh(Reading known) {
    return known != null && nanos.getAsLong() - known.atNanos() <= READING_HOLDS.toNanos();
  }

  /** Several threads may be about to act at once; only one of them reads the lease. */
  private synchronized long readAgain() {
    Reading known = reading;
    if (!isFresh(known)) {
      long before = nanos.getAsLong();
      known = new Reading(read(), before);
      reading = known;
    }
    return known.term();
  }

  private long read() {
    Lease lease = leaseBeforeAnAct();
    if (lease == null || !settings.identity().equals(lease.getSpec().getHolderIdentity())) {
      throw new ControlFailure(
          ControlFailure.Reason.STALE_EPOCH,
          "the lease names another leader, so nothing was done",
          "Nothing to do: the leading replica continues");
    }
    Integer transitions = lease.getSpec().getLeaseTransitions();
    return Instant.parse(lease.getMetadata().getCreationTimestamp()).getEpochSecond()
        + (transitions == null ? 0 : transitions);
  }

  private Lease leaseBeforeAnAct() {
    try {
      return lease();
    } catch (KubernetesClientException e) {
      throw new ControlFailure(
          ControlFailure.Reason.API_CLOSED,
          "the lease in the management cluster could not be read (HTTP %d), so nothing was done"
              .formatted(e.getCode()),
          "Halligan retries within seconds. If this persists, check the management cluster's API"
              + " server",
          e);
    }
  }

  /** Stops acting voluntarily; called before the SDK is stopped. */
  public void retire() {
    retired = true;
    leading = false;
  }

  /**
   * Releases the lease, so that the other replica need not wait until it expires; called after the
   * SDK was stopped. Best effort.
   */
  public void giveBack() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        release();
        return;
      } catch (KubernetesClientException e) {
        // a renewal may still be in flight
        log.atInfo()
            .addKeyValue("status", e.getCode())
            .addKeyValue("attempt", attempt)
            .log("failed to release the lease");
      }
    }
  }

  private void release() {
    Lease lease = lease();
    if (lease != null && settings.identity().equals(lease.getSpec().getHolderIdentity())) {
      LeaseBuilder released = new LeaseBuilder(lease);
      released.editSpec().withHolderIdentity("").withLeaseDurationSeconds(1).endSpec();
      client.resource(released.build()).update();
    }
  }

  private Lease lease() {
    return client.leases().inNamespace(settings.namespace()).withName(LEASE).get();
  }

  private void won() {
    if (retired) {
      return;
    }
    reading = null;
    leading = true;
    log.atInfo().addKeyValue("identity", settings.identity()).log("leadership won");
  }

  private void lost() {
    if (leading) {
      leading = false;
      log.atError().addKeyValue("identity", settings.identity()).log("leadership lost");
      onLost.run();
    }
  }
}
