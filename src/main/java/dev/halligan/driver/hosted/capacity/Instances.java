package dev.halligan.driver.hosted.capacity;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pods that are API-server instances, as the management cluster reports them. */
record Instances(GuardedClient management, Hosted hosted) {

  /** All that are not being deleted; NOT_FOUND if there are none. */
  List<ApiServerContainer> all() {
    var container = hosted.apiServer().container();
    var pods =
        management.read(
            "list the API-server pods in namespace " + hosted.namespace(),
            c ->
                c.pods()
                    .inNamespace(hosted.namespace())
                    .withLabels(hosted.podSelector())
                    .list()
                    .getItems());
    var found =
        pods.stream()
            .map(p -> ApiServerContainer.of(p, container))
            .flatMap(Optional::stream)
            .toList();
    if (found.isEmpty()) {
      throw new ControlFailure(
          Reason.NOT_FOUND,
          "no pod in namespace "
              + hosted.namespace()
              + " has the labels in podSelector and a container "
              + container
              + "; nothing was changed",
          "correct spec.controlPlane.hosted, or find out why the workload creates no pods");
    }
    return found;
  }

  AnnotatedResource noted(ApiServerContainer instance) {
    Function<KubernetesClient, Resource<?>> where =
        c -> c.pods().inNamespace(hosted.namespace()).withName(instance.name());
    return new AnnotatedResource(
        management,
        "pod " + hosted.namespace() + "/" + instance.name(),
        where,
        AnnotatedResource.PatchStrategy.RESIZE);
  }

  /** Deletes one, so that its workload recreates it. */
  void remake(ApiServerContainer instance) {
    management.write(
        "delete pod " + hosted.namespace() + "/" + instance.name(),
        c -> c.pods().inNamespace(hosted.namespace()).withName(instance.name()).delete());
  }

  /** Whether the management cluster supports resizing running pods. */
  boolean canResize() {
    var core = management.read("read the API resources of v1", c -> c.getApiResources("v1"));
    return core != null
        && core.getResources().stream().anyMatch(r -> r.getName().equals("pods/resize"));
  }
}
