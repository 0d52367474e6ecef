package dev.halligan.driver.hosted.fence;

import dev.halligan.net.Cidr;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * NetworkPolicies are additive: one that selects the same pods and admits more makes a hole in
 * every fence. In doubt, a policy counts as a hole. Pure.
 *
 * @param admins ranges that every fence admits
 * @param port of the API server
 */
record ConflictingPolicies(List<String> admins, int port) {

  /** Names of the policies in {@code all} that admit more to a pod with these labels than ours. */
  List<String> admittingMore(List<NetworkPolicy> all, String ours, Map<String, String> podLabels) {
    return all.stream()
        .filter(p -> !p.getMetadata().getName().equals(ours))
        .filter(p -> selects(p.getSpec().getPodSelector(), podLabels))
        .filter(p -> rules(p).anyMatch(this::admitsMore))
        .map(p -> p.getMetadata().getName())
        .sorted()
        .toList();
  }

  private static Stream<NetworkPolicyIngressRule> rules(NetworkPolicy policy) {
    var types = policy.getSpec().getPolicyTypes();
    var forIngress = types == null || types.isEmpty() || types.contains("Ingress");
    return forIngress && policy.getSpec().getIngress() != null
        ? policy.getSpec().getIngress().stream()
        : Stream.empty();
  }

  private boolean admitsMore(NetworkPolicyIngressRule rule) {
    var ports = rule.getPorts();
    if (ports != null && !ports.isEmpty() && ports.stream().noneMatch(this::isOurs)) {
      return false;
    }
    var from = rule.getFrom();
    return from == null || from.isEmpty() || from.stream().anyMatch(this::isMore);
  }

  /** A named port may be any port. */
  private boolean isOurs(NetworkPolicyPort p) {
    if (p.getProtocol() != null && !p.getProtocol().equals("TCP")) {
      return false;
    }
    var first = p.getPort() == null ? null : p.getPort().getIntVal();
    if (first == null) {
      return true;
    }
    var last = Optional.ofNullable(p.getEndPort()).orElse(first);
    return first <= port && port <= last;
  }

  /** Every fence admits administrators and pods of the same namespace. */
  private boolean isMore(NetworkPolicyPeer peer) {
    if (peer.getIpBlock() != null) {
      return !Cidr.parse(peer.getIpBlock().getCidr()).isWithinAny(admins.stream().map(Cidr::parse));
    }
    return peer.getNamespaceSelector() != null;
  }

  static boolean selects(LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return true;
    }
    var equal =
        selector.getMatchLabels() == null
            || selector.getMatchLabels().entrySet().stream()
                .allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
    return equal
        && (selector.getMatchExpressions() == null
            || selector.getMatchExpressions().stream().allMatch(r -> holds(r, labels)));
  }

  private static boolean holds(LabelSelectorRequirement r, Map<String, String> labels) {
    var value = labels.get(r.getKey());
    return switch (r.getOperator()) {
      case "In" -> value != null && r.getValues().contains(value);
      case "NotIn" -> value == null || !r.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> true;
    };
  }
}
