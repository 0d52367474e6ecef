package dev.halligan.driver.inband;

import dev.halligan.control.GuardedClient;
import dev.halligan.control.NodeLifecycle.Freshness;
import dev.halligan.control.PagedList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The leases by which kubelets report that they are alive (KEP-589), in kube-node-lease. */
final class NodeLeases {
  private static final String NAMESPACE = "kube-node-lease";
  private static final int AT_ONCE = 8;

  /** The format of a Kubernetes MicroTime. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

  /**
   * The node lifecycle controller only checks whether renewTime has increased, and measures by its
   * own clock. A small step means "alive" without claiming a time, and any renewal by the kubelet
   * itself is later, regardless of its clock.
   */
  private static final Duration STEP = Duration.ofMillis(1);

  private static final PatchContext AS_OURSELVES =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(LeaseRenewalTracker.OUR_MANAGER)
          .build();

  private final GuardedClient lane;
  private final Clock clock;
  private final LeaseRenewalTracker watch = new LeaseRenewalTracker();

  NodeLeases(GuardedClient lane, Clock clock) {
    this.lane = lane;
    this.clock = clock;
  }

  /** Whether there are at most {@code most} nodes; costs one short list. */
  boolean atMost(int most) {
    var options = new ListOptionsBuilder().withLimit(most + 1L).build();
    var page =
        lane.read(
            "count the nodes",
            c -> c.leases().inNamespace(NAMESPACE).listAsPartialObjectMetadata(options));
    return PagedList.items(page).size() <= most;
  }

  Freshness freshness() {
    var leases = lane.read("read the node leases", NodeLeases::list);
    return new Freshness(watch.fresh(leases, clock.instant()), leases.size());
  }

  /** Renews every lease that its kubelet does not renew; one short list and small patches. */
  void renew() {
    lane.write(
        "renew the node leases",
        client -> {
          var now = clock.instant();
          var stale = list(client).stream().filter(l -> !watch.isFresh(l, now)).toList();
          return renew(client, stale);
        });
  }

  private static List<Lease> list(KubernetesClient client) {
    return client.leases().inNamespace(NAMESPACE).list().getItems();
  }

  private static boolean renew(KubernetesClient client, List<Lease> leases) {
    var slots = new Semaphore(AT_ONCE);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var patches =
          leases.stream()
              .filter(lease -> lease.getSpec().getRenewTime() != null)
              .map(lease -> executor.submit(() -> renew(client, lease, slots)))
              .toList();
      for (var patch : patches) {
        patch.get();
      }
      return true;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Void renew(KubernetesClient client, Lease lease, Semaphore slots)
      throws InterruptedException {
    slots.acquire();
    try {
      var name = lease.getMetadata().getName();
      client.leases().inNamespace(NAMESPACE).withName(name).patch(AS_OURSELVES, patch(lease));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    } finally {
      slots.release();
    }
    return null;
  }

  /** Fails if someone else has renewed it since it was read. */
  static String patch(Lease lease) {
    var renewed = next(lease.getSpec().getRenewTime()).format(MICRO_TIME);
    return "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"renewTime\":\"%s\"}}"
        .formatted(lease.getMetadata().getResourceVersion(), renewed);
  }

  static ZonedDateTime next(ZonedDateTime renewTime) {
    return renewTime.plus(STEP);
  }
}
