package dev.halligan.operator.monitor;

import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.control.Fence.Client;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.operator.runtime.SingleFlight;
import dev.halligan.recovery.step.EvidenceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of the evidence off the recovery's path: the queues by API, the connections by
 * SSH. Snapshots of one suspicion add up. Behind a fence both are empty, so a snapshot that ends
 * behind one never counts.
 */
final class EvidenceCollector implements EvidenceStore {
  private static final Logger log = LoggerFactory.getLogger(EvidenceCollector.class);

  /** In a storm the dump took 4.6 to 6.2 s. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final Duration KEEP = Duration.ofMinutes(10);

  /** Longer than a dump may take, shorter than from one suspicion to the next. */
  private static final Duration SAME_SUSPICION = Duration.ofSeconds(20);

  private static final int TOP = 50;

  private final String cluster;
  private final ControlPlaneDriver driver;
  private final Clock clock;
  private final SingleFlight flight;
  private final AtomicReference<EvidenceSnapshot> newest;
  private final InstanceHistory hosts;

  EvidenceCollector(
      String cluster,
      ControlPlaneDriver driver,
      AtomicReference<EvidenceSnapshot> newest,
      InstanceHistory hosts,
      Clock clock) {
    this.cluster = cluster;
    this.driver = driver;
    this.newest = newest;
    this.hosts = hosts;
    this.clock = clock;
    this.flight = new SingleFlight("evidence/" + cluster);
  }

  @Override
  public Optional<EvidenceSnapshot> newest() {
    return Optional.ofNullable(newest.get())
        .filter(p -> p.at().plus(KEEP).isAfter(clock.instant()));
  }

  @Override
  public List<NodeEvidence> hosts() {
    return hosts.evidence();
  }

  @Override
  public void take() {
    flight.start(this::write);
  }

  private void write() {
    Instant at = clock.instant();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<IdentityLoad>> queued = submit(executor, this::queued);
      Future<List<AddressLoad>> connected = submit(executor, this::connected);
      if (!isFenced() && mayCount(at)) {
        // the hosts answer immediately, the queues after seconds: a recovery may not wait for both
        add(new EvidenceSnapshot(at, List.of(), value(connected)));
        add(new EvidenceSnapshot(at, value(queued), List.of()));
        log.atInfo()
            .addKeyValue("cluster", cluster)
            .addKeyValue("identities", value(queued).size())
            .addKeyValue("connections", value(connected).size())
            .log("evidence collected in advance");
      }
    }
  }

  /** A jailed identity is in no queue, so a later snapshot would accuse others. */
  private boolean mayCount(Instant at) {
    EvidenceSnapshot before = newest.get();
    return before == null || isSameSuspicion(before, at) || !confines();
  }

  private void add(EvidenceSnapshot snapshot) {
    EvidenceSnapshot before = newest.get();
    if (!snapshot.identities().isEmpty() || !snapshot.connections().isEmpty()) {
      newest.set(isSameSuspicion(before, snapshot.at()) ? before.and(snapshot) : snapshot);
    }
  }

  private static boolean isSameSuspicion(EvidenceSnapshot before, Instant at) {
    return before != null && before.at().plus(SAME_SUSPICION).isAfter(at);
  }

  private List<IdentityLoad> queued() {
    return driver.evidence().queuedRequests(DEADLINE);
  }

  private List<AddressLoad> connected() {
    return driver.fence().connectedClients(TOP).stream().map(EvidenceCollector::load).toList();
  }

  private boolean isFenced() {
    try {
      return driver.fence().state().instancesUp() > 0;
    } catch (ControlFailure _) {
      return false; // the same hosts report the connections
    }
  }

  private boolean confines() {
    try {
      return driver.jail().confines();
    } catch (ControlFailure _) {
      return false; // the same API server reports the queues
    }
  }

  private static AddressLoad load(Client client) {
    return new AddressLoad(client.address(), client.count());
  }

  /** Half a snapshot is better than none. */
  private <T> Future<List<T>> submit(ExecutorService executor, Supplier<List<T>> half) {
    Callable<List<T>> work =
        () -> {
          try {
            return half.get();
          } catch (ControlFailure e) {
            log.atInfo()
                .addKeyValue("cluster", cluster)
                .addKeyValue("reason", e.reason())
                .log("half of the evidence could not be collected");
            return List.of();
          }
        };
    return executor.submit(work);
  }

  private static <T> T value(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("collecting evidence was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("evidence could not be collected", e.getCause());
    }
  }
}
