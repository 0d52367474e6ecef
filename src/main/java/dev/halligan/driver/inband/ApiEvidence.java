package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.EvidenceSource;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.PagedList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Evidence over the admin lane. Reads lists in pages, and only metadata where that is enough. */
public final class ApiEvidence implements EvidenceSource {
  private static final int ADDRESSES = 20;
  private static final int ACCOUNTS = 5;
  private static final Pattern ACCOUNT = Pattern.compile("system:serviceaccount:([^:]+):([^:]+)");

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
    var nodes = nodesIfKnown();
    return lane.read("list the workloads", c -> new RolloutList(c, nodes).read());
  }

  /** The list of workloads does not wait for what only refines it. */
  private int nodesIfKnown() {
    try {
      return nodeCount();
    } catch (ControlFailure unknown) {
      return 0;
    }
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
        .map(
            workload ->
                new PodAddress(
                    address,
                    pod.getSpec().getNodeName(),
                    workload,
                    Boolean.TRUE.equals(pod.getSpec().getHostNetwork())))
        .stream();
  }

  @Override
  public List<Rollout> othersRunningAs(List<String> users) {
    return users.stream()
        .distinct()
        .filter(user -> ACCOUNT.matcher(user).matches())
        .limit(ACCOUNTS)
        .map(user -> ACCOUNT.matcher(user).results().findFirst().orElseThrow())
        .flatMap(user -> othersRunningAs(user.group(1), user.group(2)).stream())
        .toList();
  }

  private List<Rollout> othersRunningAs(String namespace, String account) {
    return lane.read(
        "list the pods of account " + namespace + ":" + account,
        c -> {
          var owners = new TopWorkload(c);
          var pods = new ArrayList<ObjectMeta>();
          PagedList.each(
              c.pods()
                      .inNamespace(namespace)
                      .withField("spec.serviceAccountName", account)
                      .withoutField("status.phase", "Succeeded")
                      .withoutField("status.phase", "Failed")
                  ::listAsPartialObjectMetadata,
              PartialObjectMetadataList::getMetadata,
              PagedList::items,
              (PartialObjectMetadata pod) -> pods.add(pod.getMetadata()));
          return pods.stream()
              .filter(pod -> !TopWorkload.isOfAKnownKind(pod))
              .map(pod -> rollout(owners.of(pod).orElseGet(() -> alone(pod)), pod, account))
              .filter(rollout -> !TopWorkload.isKnown(rollout.workload()))
              .toList();
        });
  }

  private static WorkloadReference alone(ObjectMeta pod) {
    return new WorkloadReference("Pod", pod.getNamespace(), pod.getName());
  }

  private static Rollout rollout(WorkloadReference workload, ObjectMeta pod, String account) {
    return new Rollout(workload, Instant.parse(pod.getCreationTimestamp()), 1, 1, account);
  }

  @Override
  public int nodeCount() {
    var one = new ListOptionsBuilder().withLimit(1L).build();
    var page = lane.read("count the nodes", c -> c.nodes().listAsPartialObjectMetadata(one));
    var remaining = page.getMetadata().getRemainingItemCount();
    return PagedList.items(page).size() + (remaining == null ? 0 : Math.toIntExact(remaining));
  }
}
