package dev.halligan.driver.hosted.pods;

import dev.halligan.control.GuardedClient;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The API-server pods of one hosted control plane, in the management cluster. Throws
 * ControlFailure.
 */
public final class ApiServerPods {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  /** The connections of an overloaded server must end now; it has nothing to finish. */
  private static final long GRACE_SECONDS = 1;

  private final GuardedClient management;
  private final String namespace;
  private final Map<String, String> selector;
  private final String container;

  /**
   * @param management the client of the cluster where the pods run
   * @param selector labels that exactly the API-server pods have
   * @param container name of the API server's container
   */
  public ApiServerPods(
      GuardedClient management, String namespace, Map<String, String> selector, String container) {
    this.management = management;
    this.namespace = namespace;
    this.selector = selector;
    this.container = container;
  }

  /** All pods that have not ended, by name, including those that are being deleted. */
  public List<ApiServerPod> list() {
    return management.read("list the API-server pods in " + namespace, this::list);
  }

  private List<ApiServerPod> list(KubernetesClient client) {
    return client.pods().inNamespace(namespace).withLabels(selector).list().getItems().stream()
        .filter(pod -> !isOver(pod))
        .map(pod -> ApiServerPod.of(pod, container))
        .sorted(Comparator.comparing(ApiServerPod::name))
        .toList();
  }

  private static boolean isOver(Pod pod) {
    return pod.getStatus() != null && OVER.contains(pod.getStatus().getPhase());
  }

  /** Deletes a pod, so that its connections end; its workload replaces it. */
  public void recycle(ApiServerPod pod) {
    management.write(
        "replace API-server pod " + namespace + "/" + pod.name(),
        c ->
            c.pods()
                .inNamespace(namespace)
                .withName(pod.name())
                .withGracePeriod(GRACE_SECONDS)
                .delete());
  }
}
