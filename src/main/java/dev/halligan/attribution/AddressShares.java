package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.LoadShares.Load;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Maps source addresses to pods. Pods on the host network share the node's address with each other
 * and the kubelet, so their load is split by how recently they changed.
 */
final class AddressShares {

  private static final class Part {
    double packets;
    final Set<String> addresses = new TreeSet<>();
    int shared;
    boolean atNodes;
  }

  private static final double ENOUGH = 20;

  /** The nodes' addresses may be anybody's: enough to ask a person, never to act. */
  private static final double SHARED = 0.58;

  private AddressShares() {}

  static LoadShares of(CulpritEvidence evidence, Rollouts rollouts) {
    return of(evidence, rollouts, IdentityShares.of(evidence, rollouts), Set.of());
  }

  /** The shares by address; {@code identities} tell which of them may be masqueraded. */
  static LoadShares of(
      CulpritEvidence evidence,
      Rollouts rollouts,
      LoadShares identities,
      Set<String> neverNamespaces) {
    ToDoubleFunction<WorkloadReference> recency = rollouts.recency(evidence.onset());
    Map<String, Set<WorkloadReference>> owners = owners(evidence, rollouts);
    NodeAddresses nodes = NodeAddresses.of(evidence, rollouts, owners, identities, neverNamespaces);
    Map<WorkloadReference, Part> parts = new HashMap<>();
    Map<String, Load> others = new HashMap<>();
    List<AddressLoad> loads = evidence.addresses().stream().filter(l -> l.packets() > 0).toList();
    long total = sum(loads);
    for (AddressLoad load : loads) {
      if (at(load, owners).isEmpty() && !nodes.contains(load.address())) {
        others.merge(plain(load.address()), unknown(load, total), AddressShares::together);
      }
      add(load, at(load, owners), nodes.contains(load.address()), recency, parts);
    }
    List<AddressLoad> atNodes = loads.stream().filter(l -> nodes.contains(l.address())).toList();
    return new LoadShares(
        total,
        LoadShares.weight(total, 0, ENOUGH),
        total == 0 ? 0 : 1 - (double) sum(atNodes) / total,
        parts.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, part -> load(part.getValue(), total))),
        others);
  }

  private static Load unknown(AddressLoad load, long total) {
    String words =
        "%d of %d packets or connections (%d%%) came from it."
            .formatted(load.packets(), total, LoadShares.percent((double) load.packets() / total));
    return new Load(load.packets(), 1, words);
  }

  /** The same address in two notations. */
  private static Load together(Load one, Load other) {
    return new Load(one.amount() + other.amount(), 1, one.words());
  }

  private static long sum(List<AddressLoad> loads) {
    return loads.stream().mapToLong(AddressLoad::packets).sum();
  }

  /** The workloads at each address; one of them caused its load. */
  static Map<String, Set<WorkloadReference>> owners(CulpritEvidence evidence, Rollouts rollouts) {
    return evidence.pods().stream()
        .filter(pod -> pod.workload() != null && pod.address() != null)
        .collect(
            Collectors.groupingBy(
                pod -> plain(pod.address()),
                Collectors.mapping(
                    (PodAddress pod) -> rollouts.owner(pod.workload()), Collectors.toSet())));
  }

  private static Set<WorkloadReference> at(
      AddressLoad load, Map<String, Set<WorkloadReference>> owners) {
    return owners.getOrDefault(plain(load.address()), Set.of());
  }

  private static void add(
      AddressLoad load,
      Set<WorkloadReference> owners,
      boolean atNode,
      ToDoubleFunction<WorkloadReference> recency,
      Map<WorkloadReference, Part> parts) {
    double all = owners.stream().mapToDouble(recency).sum();
    for (WorkloadReference owner : owners) {
      Part part = parts.computeIfAbsent(owner, _ -> new Part());
      part.packets += load.packets() * recency.applyAsDouble(owner) / all;
      part.addresses.add(plain(load.address()));
      part.shared = Math.max(part.shared, owners.size() - 1);
      part.atNodes |= atNode;
    }
  }

  private static Load load(Part part, long total) {
    String words =
        "%d of %d packets or connections (%d%%) came from %s of its pods."
            .formatted(
                Math.round(part.packets),
                total,
                total == 0 ? 0 : LoadShares.percent(part.packets / total),
                counted(part.addresses.size(), "address", "addresses"));
    return new Load(
        part.packets,
        part.shared == 0 && !part.atNodes ? 1 : SHARED,
        words + (part.atNodes ? shared(part) : ""));
  }

  private static String shared(Part part) {
    return part.shared == 0
        ? " These may be the nodes' addresses, which tell no workload from another."
        : " It shares them with %s (host network); the load was split by latest change."
            .formatted(counted(part.shared, "other workload", "other workloads"));
  }

  static String counted(int count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }

  /** One notation per address: ss writes ::ffff:10.0.0.1, and nft 10.0.0.1. */
  static String plain(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return address;
    }
  }
}
