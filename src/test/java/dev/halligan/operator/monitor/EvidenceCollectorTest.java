package dev.halligan.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.control.EvidenceSource;
import dev.halligan.control.Fence;
import dev.halligan.control.Jail;
import dev.halligan.recovery.step.EvidenceStore;
import dev.halligan.testing.ManualClock;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EvidenceCollectorTest {
  private static final Instant NOW = Instant.parse("2024-12-11T15:12:00Z");

  private final AtomicInteger taken = new AtomicInteger();
  private volatile boolean fenced;
  private volatile List<IdentityLoad> queued =
      List.of(new IdentityLoad("system:serviceaccount:telemetry:agent", "list", "pods", 190));

  private final Fence fence =
      port(
          Fence.class,
          (_, method, _) ->
              switch (method.getName()) {
                case "connectedClients" -> List.of(new Fence.Client("10.244.1.2", 40));
                case "state" -> new Fence.State(fenced, 1, fenced ? 1 : 0, Duration.ZERO, 0);
                default -> throw new UnsupportedOperationException(method.getName());
              });

  private volatile CountDownLatch holdQueues = new CountDownLatch(0);

  private final EvidenceSource source =
      port(
          EvidenceSource.class,
          (_, _, _) -> {
            taken.incrementAndGet();
            holdQueues.await();
            return queued;
          });

  private volatile boolean confined;
  private final Jail jail = port(Jail.class, (_, _, _) -> confined);

  private final AtomicReference<EvidenceStore.EvidenceSnapshot> newest = new AtomicReference<>();
  private final EvidenceCollector taker =
      new EvidenceCollector(
          "eu-1",
          new ControlPlaneDriver(fence, null, null, null, null, source, jail, null),
          newest,
          new InstanceHistory(),
          new ManualClock(NOW));

  @Test
  void whatIsSeenBehindTheFenceReplacesNothing() {
    taker.take();
    await().until(() -> newest.get() != null && !newest.get().identities().isEmpty());
    EvidenceStore.EvidenceSnapshot before = newest.get();

    fenced = true;
    queued = List.of(new IdentityLoad("system:apiserver", "get", "leases", 1));
    takeSeveral();

    assertThat(taker.newest()).containsSame(before);
  }

  @Test
  void whatIsSeenWhileSomebodyIsJailedReplacesNothing() {
    EvidenceStore.EvidenceSnapshot before = snapshot(NOW.minusSeconds(60), 110);
    newest.set(before);
    confined = true;
    takeSeveral();

    assertThat(taker.newest()).containsSame(before);
  }

  @Test
  void pagesOfOneSuspicionAddUp() {
    newest.set(snapshot(NOW.minusSeconds(19), 110));
    taker.take();
    await().untilAsserted(() -> assertThat(requests()).isEqualTo(300));
  }

  @Test
  void whoIsConnectedIsKnownBeforeTheQueuesAnswer() {
    holdQueues = new CountDownLatch(1);
    taker.take();

    await().until(() -> newest.get() != null);
    assertThat(newest.get().connections()).isNotEmpty();
    assertThat(newest.get().identities()).isEmpty();

    holdQueues.countDown();
    await().until(() -> !newest.get().identities().isEmpty());
    assertThat(newest.get().connections()).isNotEmpty();
  }

  @Test
  void theSecondSuspicionBeginsAnew() {
    newest.set(snapshot(NOW.minusSeconds(20), 110));
    taker.take();
    await().untilAsserted(() -> assertThat(requests()).isEqualTo(190));
  }

  private void takeSeveral() {
    await()
        .untilAsserted(
            () -> {
              taker.take();
              assertThat(taken).hasValueGreaterThan(3);
            });
  }

  private static EvidenceStore.EvidenceSnapshot snapshot(Instant at, long requests) {
    return new EvidenceStore.EvidenceSnapshot(
        at,
        List.of(
            new IdentityLoad("system:serviceaccount:telemetry:agent", "list", "pods", requests)),
        List.of());
  }

  private long requests() {
    return newest.get().identities().stream().mapToLong(IdentityLoad::requests).sum();
  }

  private static <T> T port(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
