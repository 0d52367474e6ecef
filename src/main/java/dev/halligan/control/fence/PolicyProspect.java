package dev.halligan.control.fence;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.pods.ApiServerPod;
import dev.halligan.control.pods.PodSurroundings.FenceProspect;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * Whether a fence on API-server pods would hold, looked at before it is needed: the network has to
 * enforce NetworkPolicies, which enrolment proves and notes on the ProtectedCluster, and no other
 * policy may admit more.
 */
public final class PolicyProspect {
  /** On the ProtectedCluster: {@code enforced} or {@code not-enforced}, by enrolment. */
  public static final String ENFORCEMENT = "halligan.dev/network-policy";

  private static final String ENFORCED = "enforced";
  private static final String GOES_ON =
      " A recovery would go on without one: growth, jail and removal";

  /** Whether the network enforces NetworkPolicies, as far as enrolment found out. */
  public enum Enforcement {
    PROVEN,
    MISSING,
    UNKNOWN
  }

  private final AdminLane management;
  private final String clusterNamespace;
  private final String cluster;
  private final String namespace;
  private final int port;

  /**
   * @param clusterNamespace of the ProtectedCluster
   * @param namespace of the API-server pods
   * @param port on which these listen
   */
  public PolicyProspect(
      AdminLane management, String clusterNamespace, String cluster, String namespace, int port) {
    this.management = management;
    this.clusterNamespace = clusterNamespace;
    this.cluster = cluster;
    this.namespace = namespace;
    this.port = port;
  }

  /** Two short questions to the management cluster; throws ControlFailure. */
  public FenceProspect of(List<ApiServerPod> pods, List<String> admins) {
    var objection = objection(pods, admins);
    if (objection.isPresent()) {
      var f = objection.get();
      return new FenceProspect(
          "",
          "No fence would hold: %s. To mend it: %s.%s".formatted(f.getMessage(), f.fix(), GOES_ON));
    }
    return enforcement() == Enforcement.PROVEN
        ? new FenceProspect(
            ", the network was proven to enforce NetworkPolicies, no other policy admits more",
            null)
        : new FenceProspect(
            "",
            "Whether the network enforces NetworkPolicies was never proven. Run bootstrap-scripts/enroll-cluster --hosted. A fence is tried, and lifted at once if it does not hold");
  }

  /** Why there is no sense in raising a fence; NOT_ENFORCED. */
  Optional<ControlFailure> objection(List<ApiServerPod> pods, List<String> admins) {
    var holes =
        new OtherPolicies(admins, port)
            .admittingMore(policies(), PolicyFence.policyName(cluster), pods.getFirst().labels());
    if (!holes.isEmpty()) {
      return Optional.of(
          FenceProof.notEnforced(
              "NetworkPolicies add up, and %s in namespace %s admits more than a fence would"
                  .formatted(String.join(", ", holes), namespace),
              "narrow it, or take it away"));
    }
    return enforcement() == Enforcement.MISSING
        ? Optional.of(
            FenceProof.notEnforced(
                "enrolment found that the network does not enforce NetworkPolicies",
                FenceProof.ENGINE))
        : Optional.empty();
  }

  /** One short question to the management cluster; throws ControlFailure. */
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
