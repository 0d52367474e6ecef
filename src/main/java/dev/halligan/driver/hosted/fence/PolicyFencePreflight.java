package dev.halligan.driver.hosted.fence;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.pods.ApiServerPod;
import dev.halligan.driver.hosted.pods.PodInstanceObserver.FenceProspect;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether a fence on API-server pods would hold before it is needed: the network must
 * enforce NetworkPolicies, which enrolment verifies and records on the ProtectedCluster, and no
 * other policy may admit more.
 */
public final class PolicyFencePreflight {
  /**
   * On a ProtectedCluster, set by enrolment: whether the network enforces policies, {@code
   * enforced} or {@code not-enforced}.
   */
  public static final String ENFORCEMENT = "halligan.dev/network-policy";

  private static final String ENFORCED = "enforced";
  private static final String GOES_ON =
      " A recovery would continue without a fence, by growth, jail and removal";

  /** Whether the network enforces NetworkPolicies, as far as enrolment found out. */
  public enum Enforcement {
    PROVEN,
    MISSING,
    UNKNOWN
  }

  private final GuardedClient management;
  private final String clusterNamespace;
  private final String cluster;
  private final String namespace;
  private final int port;

  /**
   * @param clusterNamespace of the ProtectedCluster
   * @param namespace of the API-server pods
   * @param port on which these listen
   */
  public PolicyFencePreflight(
      GuardedClient management,
      String clusterNamespace,
      String cluster,
      String namespace,
      int port) {
    this.management = management;
    this.clusterNamespace = clusterNamespace;
    this.cluster = cluster;
    this.namespace = namespace;
    this.port = port;
  }

  /** Two short requests to the management cluster; throws ControlFailure. */
  public FenceProspect of(List<ApiServerPod> pods, List<String> admins) {
    var objection = objection(pods, admins);
    if (objection.isPresent()) {
      var f = objection.get();
      return new FenceProspect(
          "", "No fence would hold: %s. To fix: %s.%s".formatted(f.getMessage(), f.fix(), GOES_ON));
    }
    return enforcement() == Enforcement.PROVEN
        ? new FenceProspect(
            ", the network enforces NetworkPolicies, no other policy admits more clients", null)
        : new FenceProspect(
            "",
            "It was never verified that the network enforces NetworkPolicies: enroll the cluster"
                + " again (bootstrap-scripts/enroll-cluster --hosted). A recovery still raises a"
                + " fence, and lifts it immediately if it does not hold");
  }

  /** Why raising a fence would be useless; NOT_ENFORCED. */
  Optional<ControlFailure> objection(List<ApiServerPod> pods, List<String> admins) {
    var holes =
        new ConflictingPolicies(admins, port)
            .admittingMore(policies(), PolicyFence.policyName(cluster), pods.getFirst().labels());
    if (!holes.isEmpty()) {
      return Optional.of(
          EnforcementProof.notEnforced(
              "NetworkPolicies are additive, and %s in namespace %s admits more than a fence would"
                  .formatted(String.join(", ", holes), namespace),
              "narrow or delete it"));
    }
    return enforcement() == Enforcement.MISSING
        ? Optional.of(
            EnforcementProof.notEnforced(
                "enroll-cluster found that the network does not enforce NetworkPolicies",
                EnforcementProof.ENGINE))
        : Optional.empty();
  }

  /** One short request to the management cluster; throws ControlFailure. */
  Enforcement enforcement() {
    var noted =
        management.read(
            "read whether NetworkPolicies are enforced",
            c ->
                Optional.ofNullable(clusterResource(c))
                    .map(r -> r.getMetadata().getAnnotations())
                    .map(a -> a.get(ENFORCEMENT)));
    return noted
        .map(word -> word.equals(ENFORCED) ? Enforcement.PROVEN : Enforcement.MISSING)
        .orElse(Enforcement.UNKNOWN);
  }

  private GenericKubernetesResource clusterResource(KubernetesClient client) {
    return client
        .genericKubernetesResources("halligan.dev/v1alpha1", "ProtectedCluster")
        .inNamespace(clusterNamespace)
        .withName(cluster)
        .get();
  }

  private List<NetworkPolicy> policies() {
    return management.read(
        "list the NetworkPolicies in " + namespace,
        c -> c.network().v1().networkPolicies().inNamespace(namespace).list().getItems());
  }
}
