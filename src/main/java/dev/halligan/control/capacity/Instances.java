package dev.halligan.control.capacity;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pods that are instances of the API server, as the management cluster has them. */
record Instances(AdminLane management, Hosted hosted) {

  /** All that are not going. NOT_FOUND when there is none, because then nothing can be told. */
  List<Instance> all() {
    var container = hosted.apiServer().container();
    var pods =
        management.read(
            "list the API-server pods of namespace " + hosted.namespace(),
            c ->
                c.pods()
                    .inNamespace(hosted.namespace())
                    .withLabels(hosted.podSelector())
                    .list()
                    .getItems());
    var found =
        pods.stream().map(p -> Instance.of(p, container)).flatMap(Optional::stream).toList();
    if (found.isEmpty()) {
      throw new ControlFailure(
          Reason.NOT_FOUND,
          "no pod of namespace "
              + hosted.namespace()
              + " has the labels of podSelector and a container "
              + container
              + "; nothing was changed",
          "correct spec.controlPlane.hosted, or see why the workload makes no pods");
    }
    return found;
  }

  NotedResource noted(Instance instance) {
    Function<KubernetesClient, Resource<?>> where =
        c -> c.pods().inNamespace(hosted.namespace()).withName(instance.name());
    return new NotedResource(
        management,
        "pod " + hosted.namespace() + "/" + instance.name(),
        where,
        NotedResource.Way.RESIZE);
  }

  /** Deletes one, for its workload to make it anew. */
  void remake(Instance instance) {
    management.write(
        "delete pod " + hosted.namespace() + "/" + instance.name(),
        c -> c.pods().inNamespace(hosted.namespace()).withName(instance.name()).delete());
  }

  /** Whether this cluster's API server offers to resize running pods. */
  boolean canResize() {
    var core = management.read("ask what can be done with pods", c -> c.getApiResources("v1"));
    return core != null
        && core.getResources().stream().anyMatch(r -> r.getName().equals("pods/resize"));
  }
}
