package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses that cannot tell who speaks from them. A node's address belongs to its kubelet, to
 * every pod on the host network, and in many networks (Flannel, kindnet, Calico by default) to
 * every pod of the node, because what pods send is masqueraded.
 *
 * @param addresses in the notation of {@link AddressShares#plain}
 */
record NodeAddresses(Set<String> addresses) {

  private static final String ON_EVERY_NODE = "DaemonSet";

  /** An address with less than this part of the loudest one's load is not counted. */
  private static final double LOUD = 0.1;

  /** Part of the queues. */
  private static final double LITTLE = 0.2;

  /** The fence and the pods are asked for this many addresses. */
  private static final int MOST = 20;

  static NodeAddresses of(
      CulpritEvidence evidence,
      Rollouts rollouts,
      Map<String, Set<WorkloadReference>> owners,
      LoadShares identities,
      Set<String> neverNamespaces) {
    Set<String> nodes = onTheHostNetwork(evidence, rollouts, owners);
    owners.forEach(
        (address, at) -> {
          if (at.stream().allMatch(one -> isOfTheNetwork(one, identities, neverNamespaces))) {
            nodes.add(address);
          }
        });
    hiddenLeader(identities, rollouts, owners)
        .ifPresent(leader -> nodes.addAll(of(leader, evidence, owners, identities, nodes)));
    return new NodeAddresses(Set.copyOf(nodes));
  }

  boolean contains(String address) {
    return addresses.contains(AddressShares.plain(address));
  }

  /** Two workloads have one address only on the host network, and then all their pods have. */
  private static Set<String> onTheHostNetwork(
      CulpritEvidence evidence, Rollouts rollouts, Map<String, Set<WorkloadReference>> owners) {
    Set<WorkloadReference> workloads =
        Stream.concat(
                evidence.pods().stream()
                    .filter(pod -> pod.hostNetwork() && pod.workload() != null)
                    .map(PodAddress::workload)
                    .map(rollouts::owner),
                owners.values().stream().filter(at -> at.size() > 1).flatMap(Set::stream))
            .collect(Collectors.toSet());
    return owners.entrySet().stream()
        .filter(at -> at.getValue().stream().anyMatch(workloads::contains))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** The network's own agents stand at the nodes' addresses, and ask the API server for little. */
  private static boolean isOfTheNetwork(
      WorkloadReference workload, LoadShares identities, Set<String> neverNamespaces) {
    return workload.kind().equals(ON_EVERY_NODE)
        && !CulpritRanking.mayBeAccused(workload.namespace(), neverNamespaces)
        && identities.share(workload) < LITTLE;
  }

  /**
   * Who makes most of the queues speaks from somewhere; from no address of its own, then hidden.
   */
  private static Optional<Rollout> hiddenLeader(
      LoadShares identities, Rollouts rollouts, Map<String, Set<WorkloadReference>> owners) {
    return identities.byWorkload().keySet().stream()
        .filter(one -> identities.share(one) * identities.weight() >= 0.5)
        .filter(one -> owners.values().stream().noneMatch(at -> at.contains(one)))
        .findFirst()
        .flatMap(rollouts::find)
        .filter(one -> one.nodes() > 0);
  }

  /**
   * Addresses that may be those of the nodes it runs on: as many as it has nodes, and of nobody
   * else who is in the queues.
   */
  private static Set<String> of(
      Rollout leader,
      CulpritEvidence evidence,
      Map<String, Set<WorkloadReference>> owners,
      LoadShares identities,
      Set<String> known) {
    long most = evidence.addresses().stream().mapToLong(AddressLoad::packets).max().orElse(0);
    List<AddressLoad> open =
        evidence.addresses().stream()
            .filter(load -> mayHide(leader, at(load, owners), identities))
            .toList();
    long loud =
        open.stream()
            .filter(load -> !known.contains(AddressShares.plain(load.address())))
            .filter(load -> load.packets() >= LOUD * most)
            .count();
    int nodes = Math.min(MOST, leader.nodes());
    boolean fits = loud <= nodes && 2 * loud >= nodes;
    return fits
        ? open.stream().map(load -> AddressShares.plain(load.address())).collect(Collectors.toSet())
        : Set.of();
  }

  private static Set<WorkloadReference> at(
      AddressLoad load, Map<String, Set<WorkloadReference>> owners) {
    return owners.getOrDefault(AddressShares.plain(load.address()), Set.of());
  }

  private static boolean mayHide(Rollout leader, Set<WorkloadReference> at, LoadShares identities) {
    return at.isEmpty()
        ? leader.workload().kind().equals(ON_EVERY_NODE)
        : at.stream()
            .allMatch(one -> one.kind().equals(ON_EVERY_NODE) && identities.amount(one) == 0);
  }
}
