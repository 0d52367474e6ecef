package dev.halligan.control.capacity;

import dev.halligan.api.v1alpha1.HostedOwner;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Locale;

/** What makes the API-server pods: their workload, and what owns that where something does. */
record Makers(AdminLane management, Hosted hosted) {

  NotedResource workload() {
    var server = hosted.apiServer();
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup("apps")
            .withVersion("v1")
            .withKind(server.kind())
            .withPlural(server.kind().toLowerCase(Locale.ROOT) + "s")
            .withNamespaced(true)
            .build();
    return new NotedResource(
        management,
        server.kind() + " " + hosted.namespace() + "/" + server.name(),
        c ->
            c.genericKubernetesResources(context)
                .inNamespace(hosted.namespace())
                .withName(server.name()),
        NotedResource.Way.ONE_PATCH);
  }

  NotedResource owner() {
    var owner = hosted.owner();
    var namespace = owner.namespace() == null ? hosted.namespace() : owner.namespace();
    return new NotedResource(
        management,
        owner.kind() + " " + namespace + "/" + owner.name(),
        c ->
            served(c, owner)
                .genericKubernetesResources(owner.apiVersion(), owner.kind())
                .inNamespace(namespace)
                .withName(owner.name()),
        NotedResource.Way.ONE_PATCH);
  }

  /** The client would give an unknown kind as an API server that does not answer. */
  private static KubernetesClient served(KubernetesClient client, HostedOwner owner) {
    var kinds = client.getApiResources(owner.apiVersion());
    if (kinds == null
        || kinds.getResources().stream().noneMatch(r -> r.getKind().equals(owner.kind()))) {
      throw new ControlFailure(
          Reason.NOT_FOUND,
          "this cluster serves no kind "
              + owner.kind()
              + " of "
              + owner.apiVersion()
              + "; nothing was changed",
          "correct spec.controlPlane.hosted.owner");
    }
    return client;
  }

  /** What is to be changed for the pods to become bigger. */
  NotedResource definition() {
    return hosted.owner() == null ? workload() : owner();
  }
}
