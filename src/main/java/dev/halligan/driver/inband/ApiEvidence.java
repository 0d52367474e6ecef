package dev.halligan.driver.inband;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.control.EvidenceSource;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.PagedList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Evidence over the admin lane. Reads lists in pages, and only metadata where that is enough. */
public final class ApiEvidence implements EvidenceSource {
  private static final int ADDRESSES = 20;

  private final GuardedClient lane;
  private final RequestQueues queues;

  /**
   * @param lane a client of any API server, for what all of them know
   * @param servers creates an admin-lane client to each API server, with a deadline for each
   *     request; this class closes them
   */
  public ApiEvidence(GuardedClient lane, Function<Duration, List<KubernetesClient>> servers) {
    this.lane = lane;
    this.queues = new RequestQueues(servers);
  }

  @Override
  public List<IdentityLoad> queuedRequests(Duration deadline) {
    return queues.read(deadline);
  }

  @Override
  public List<Rollout> rollouts() {
    var nodes = nodeCount();
    return lane.read("list the workloads", c -> new RolloutList(c, nodes).read());
  }

  /** A pod on the host network has the node's address, so several workloads may share one. */
  @Override
  public List<PodAddress> podsAt(List<String> addresses) {
    var asked = addresses.stream().distinct().limit(ADDRESSES).toList();
    return lane.read("find the pods behind addresses", c -> podsAt(c, asked));
  }

  private static List<PodAddress> podsAt(KubernetesClient client, List<String> addresses) {
    var owners = new TopWorkload(client);
    return addresses.stream()
        .flatMap(address -> at(client, address).flatMap(pod -> found(owners, address, pod)))
        .distinct()
        .toList();
  }

  /** From the server's cache; otherwise each address would read all pods from etcd. */
  private static Stream<Pod> at(KubernetesClient client, String address) {
    return client
        .pods()
        .inAnyNamespace()
        .withField("status.podIP", address)
        .withoutField("status.phase", "Succeeded")
        .withoutField("status.phase", "Failed")
        .list(new ListOptionsBuilder().withResourceVersion("0").build())
        .getItems()
        .stream();
  }

  private static Stream<PodAddress> found(TopWorkload owners, String address, Pod pod) {
    return owners
        .of(pod.getMetadata())
        .map(workload -> new PodAddress(address, pod.getSpec().getNodeName(), workload))
        .stream();
  }

  @Override
  public int nodeCount() {
    var one = new ListOptionsBuilder().withLimit(1L).build();
    var page = lane.read("count the nodes", c -> c.nodes().listAsPartialObjectMetadata(one));
    var remaining = page.getMetadata().getRemainingItemCount();
    return PagedList.items(page).size() + (remaining == null ? 0 : Math.toIntExact(remaining));
  }
}
