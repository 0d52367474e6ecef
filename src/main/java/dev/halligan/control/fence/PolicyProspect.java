package dev.halligan.control.fence;

import dev.halligan.control.AdminLane;
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
  private static final String UNKNOWN = "";
  private static final String GOES_ON =
      " A recovery would go on without one: growth, jail and removal.";

  private final AdminLane management;
  private final String clusterNamespace;
  private final String cluster;
  private final String namespace;
  private final OtherPolicies others;

  /**
   * @param clusterNamespace of the ProtectedCluster
   * @param namespace of the API-server pods
   */
  public PolicyProspect(
      AdminLane management,
      String clusterNamespace,
      String cluster,
      String namespace,
      OtherPolicies others) {
    this.management = management;
    this.clusterNamespace = clusterNamespace;
    this.cluster = cluster;
    this.namespace = namespace;
    this.others = others;
  }

  /** Two short questions to the management cluster; throws ControlFailure. */
  public FenceProspect of(List<ApiServerPod> pods) {
    var holes =
        others.admittingMore(policies(), PolicyFence.policyName(cluster), pods.getFirst().labels());
    if (!holes.isEmpty()) {
      return new FenceProspect(
          "",
          "No fence would hold: NetworkPolicies add up, and %s in namespace %s admits more. Narrow it, or take it away."
                  .formatted(String.join(", ", holes), namespace)
              + GOES_ON);
    }
    return switch (enforcement()) {
      case ENFORCED ->
          new FenceProspect(
              ", the network was proven to enforce NetworkPolicies, no other policy admits more",
              null);
      case UNKNOWN ->
          new FenceProspect(
              "",
              "Whether the network enforces NetworkPolicies was never proven. Run bootstrap-scripts/enroll-cluster --hosted. A fence is tried, and lifted at once if it does not hold.");
      default ->
          new FenceProspect(
              "",
              "No fence would hold: the network of this management cluster was found not to enforce NetworkPolicies. Install a network plugin that does, and enrol the cluster again."
                  + GOES_ON);
    };
  }

  private String enforcement() {
    return management.read(
        "read whether NetworkPolicies are enforced",
        c ->
            Optional.ofNullable(clusterResource(c))
                .map(r -> r.getMetadata().getAnnotations())
                .map(a -> a.get(ENFORCEMENT))
                .orElse(UNKNOWN));
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
