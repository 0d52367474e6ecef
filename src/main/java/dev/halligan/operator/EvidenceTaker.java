package dev.halligan.operator;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Hands;
import dev.halligan.control.fence.Fence.Talker;
import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.recovery.EvidenceBook;
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
 * Takes pages of evidence beside the recovery's path: the queues by API, the connections by SSH.
 * Pages of one suspicion add up. Behind a fence both are empty: a page that was begun there never
 * counts.
 */
final class EvidenceTaker implements EvidenceBook {
  private static final Logger log = LoggerFactory.getLogger(EvidenceTaker.class);

  /** In a storm the dump took 4.6 to 6.2 s. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final Duration KEEP = Duration.ofMinutes(10);

  /** Longer than a dump may take, shorter than from one suspicion to the next. */
  private static final Duration SAME_SUSPICION = Duration.ofSeconds(20);

  private static final int TOP = 50;

  private final String cluster;
  private final Hands hands;
  private final Clock clock;
  private final SingleFlight flight;
  private final AtomicReference<Page> newest;
  private final HostLog hosts;

  EvidenceTaker(
      String cluster, Hands hands, AtomicReference<Page> newest, HostLog hosts, Clock clock) {
    this.cluster = cluster;
    this.hands = hands;
    this.newest = newest;
    this.hosts = hosts;
    this.clock = clock;
    this.flight = new SingleFlight("evidence/" + cluster);
  }

  @Override
  public Optional<Page> newest() {
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
        // the hosts answer at once, the queues after seconds: a recovery may need the half by then
        add(new Page(at, List.of(), value(connected)));
        add(new Page(at, value(queued), List.of()));
        log.atInfo()
            .addKeyValue("cluster", cluster)
            .addKeyValue("identities", value(queued).size())
            .addKeyValue("connections", value(connected).size())
            .log("evidence taken in advance");
      }
    }
  }

  /** Who is jailed stands in no queue, so a later page would accuse others. */
  private boolean mayCount(Instant at) {
    Page before = newest.get();
    return before == null || isSameSuspicion(before, at) || !confines();
  }

  private void add(Page page) {
    Page before = newest.get();
    if (!page.identities().isEmpty() || !page.connections().isEmpty()) {
      newest.set(isSameSuspicion(before, page.at()) ? before.and(page) : page);
    }
  }

  private static boolean isSameSuspicion(Page before, Instant at) {
    return before != null && before.at().plus(SAME_SUSPICION).isAfter(at);
  }

  private List<IdentityLoad> queued() {
    return hands.evidence().queuedRequests(DEADLINE);
  }

  private List<AddressLoad> connected() {
    return hands.fence().connections(TOP).stream().map(EvidenceTaker::load).toList();
  }

  private boolean isFenced() {
    try {
      return hands.fence().state().instancesUp() > 0;
    } catch (ControlFailure _) {
      return false; // the same hosts tell of the connections
    }
  }

  private boolean confines() {
    try {
      return hands.jail().confines();
    } catch (ControlFailure _) {
      return false; // the same API server tells of the queues
    }
  }

  private static AddressLoad load(Talker talker) {
    return new AddressLoad(talker.address(), talker.packets());
  }

  /** Half a page is better than none. */
  private <T> Future<List<T>> submit(ExecutorService executor, Supplier<List<T>> half) {
    Callable<List<T>> work =
        () -> {
          try {
            return half.get();
          } catch (ControlFailure e) {
            log.atInfo()
                .addKeyValue("cluster", cluster)
                .addKeyValue("reason", e.reason())
                .log("half of the evidence is not to be had");
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
      throw new IllegalStateException("evidence was given up", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("evidence could not be taken", e.getCause());
    }
  }
}
