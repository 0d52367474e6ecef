package dev.halligan.control.fence;

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
 * NetworkPolicies add up: one that selects the same pods and admits more makes a hole into every
 * fence. What cannot be told for sure counts as a hole. Pure.
 *
 * @param admins ranges that a fence admits anyhow
 * @param port of the API server
 */
public record OtherPolicies(List<String> admins, int port) {

  /** Names of the policies among {@code all} that let more to a pod of these labels than ours. */
  public List<String> admittingMore(
      List<NetworkPolicy> all, String ours, Map<String, String> podLabels) {
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

  /** A named port may be any. */
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

  /** Pods of the same namespace and administrators pass every fence. */
  private boolean isMore(NetworkPolicyPeer peer) {
    if (peer.getIpBlock() != null) {
      return !Block.parse(peer.getIpBlock().getCidr())
          .isWithinAny(admins.stream().map(Block::parse));
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
