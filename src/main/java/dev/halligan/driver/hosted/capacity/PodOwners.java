package dev.halligan.driver.hosted.capacity;

import dev.halligan.api.v1alpha1.HostedOwner;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Locale;

/** What creates the API-server pods: their workload, and its owner if there is one. */
record PodOwners(GuardedClient management, Hosted hosted) {

  AnnotatedResource workload() {
    var server = hosted.apiServer();
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup("apps")
            .withVersion("v1")
            .withKind(server.kind())
            .withPlural(server.kind().toLowerCase(Locale.ROOT) + "s")
            .withNamespaced(true)
            .build();
    return new AnnotatedResource(
        management,
        server.kind() + " " + hosted.namespace() + "/" + server.name(),
        c ->
            c.genericKubernetesResources(context)
                .inNamespace(hosted.namespace())
                .withName(server.name()),
        AnnotatedResource.PatchStrategy.ONE_PATCH);
  }

  AnnotatedResource owner() {
    var owner = hosted.owner();
    var namespace = owner.namespace() == null ? hosted.namespace() : owner.namespace();
    return new AnnotatedResource(
        management,
        owner.kind() + " " + namespace + "/" + owner.name(),
        c ->
            served(c, owner)
                .genericKubernetesResources(owner.apiVersion(), owner.kind())
                .inNamespace(namespace)
                .withName(owner.name()),
        AnnotatedResource.PatchStrategy.ONE_PATCH);
  }

  /** The client would report an unknown kind as an API server that does not answer. */
  private static KubernetesClient served(KubernetesClient client, HostedOwner owner) {
    var kinds = client.getApiResources(owner.apiVersion());
    if (kinds == null
        || kinds.getResources().stream().noneMatch(r -> r.getKind().equals(owner.kind()))) {
      throw new ControlFailure(
          Reason.NOT_FOUND,
          "the management cluster serves no kind "
              + owner.kind()
              + " of "
              + owner.apiVersion()
              + "; nothing was changed",
          "correct spec.controlPlane.hosted.owner");
    }
    return client;
  }

  /** The resource to change in order to grow the pods. */
  AnnotatedResource definition() {
    return hosted.owner() == null ? workload() : owner();
  }
}
