package dev.halligan.operator;

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

/** Whether this replica may act, and under which term. */
public final class Leadership implements Epoch {
  /** The name of the lease. */
  public static final String LEASE = "halligan";

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LEASE_DURATION = Duration.ofSeconds(20);
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(12);
  private static final int ATTEMPTS = 3;
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);

  /** A process that was held up for longer may have been replaced without having noticed. */
  private static final Duration READING_HOLDS = Duration.ofSeconds(5);

  /** What the lease said, and when it was asked on the monotonic clock. */
  private record Reading(long term, long atNanos) {}

  private final KubernetesClient client;
  private final Settings settings;
  private final Runnable onLost;
  private final LongSupplier nanos;
  private volatile boolean leading;
  private volatile boolean retired;
  private volatile Reading reading;

  /**
   * @param onLost called once when leadership is lost, after this object refuses every act
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
   * For the SDK to run for office; it does not exit by itself, because acting has to stop first.
   */
  LeaderElectionConfiguration configuration() {
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
   * The term: when the lease was created, in seconds, plus how often it has changed hands. It grows
   * even over a lease that was deleted and made anew, since a lease changes hands less than once a
   * second. Asked before every act, so the lease is read again when it was last read over 5 s ago.
   */
  @Override
  public long current() {
    if (!leading) {
      throw new ControlFailure(
          ControlFailure.Reason.STALE_EPOCH,
          "this replica does not lead any more, so nothing was done",
          "Nothing to do: the replica that leads goes on.");
    }
    Reading known = reading;
    return isFresh(known) ? known.term() : readAgain();
  }

  private boolean isFresh(Reading known) {
    return known != null && nanos.getAsLong() - known.atNanos() <= READING_HOLDS.toNanos();
  }

  /** Many hosts may be about to be acted on at once: one of them asks. */
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
          "Nothing to do: the replica that leads goes on.");
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
          "the management cluster does not tell who leads (HTTP %d), so nothing was done"
              .formatted(e.getCode()),
          "Nothing to do: it is tried again within seconds. If it stays so, see to the management cluster's API",
          e);
    }
  }

  /** Acts no more, of its own will; called before the SDK is stopped. */
  void retire() {
    retired = true;
    leading = false;
  }

  /**
   * Gives the lease back, so that the other replica need not wait until it runs out; called after
   * the SDK was stopped. Best effort.
   */
  void giveBack() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        release();
        return;
      } catch (KubernetesClientException e) {
        // a renewal that was still under way comes first
        log.atInfo()
            .addKeyValue("status", e.getCode())
            .addKeyValue("attempt", attempt)
            .log("lease not given back");
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
    log.atInfo().addKeyValue("identity", settings.identity()).log("leading");
  }

  private void lost() {
    if (leading) {
      leading = false;
      log.atError().addKeyValue("identity", settings.identity()).log("leadership lost");
      onLost.run();
    }
  }
}
