package dev.halligan.e2e.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What the drill asks of the management cluster; Halligan's resources are read as anybody outside
 * would read them.
 */
public record Management(Cluster cluster, KubernetesClient client) {
  public static final String NAMESPACE = "halligan";
  public static final String PROTECTED = "target";

  public MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources(String kind, String plural) {
    return client.genericKubernetesResources(context("halligan.dev", "v1alpha1", kind, plural));
  }

  public MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      requests() {
    return resources("RecoveryRequest", "recoveryrequests");
  }

  public MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      clusters() {
    return resources("ProtectedCluster", "protectedclusters");
  }

  public MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      routes() {
    return client.genericKubernetesResources(
        context("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes"));
  }

  private static ResourceDefinitionContext context(
      String group, String version, String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }

  /** The guarded target, as JSON. */
  public JsonNode protectedCluster() {
    return json(clusters().inNamespace(NAMESPACE).withName(PROTECTED).get());
  }

  /** Applies a resource, whoever has changed it meanwhile. */
  public void apply(HasMetadata resource) {
    client.resource(resource).fieldManager("drill").forceConflicts().serverSideApply();
  }

  /** Changes how the target is guarded. */
  public void patchProtectedCluster(String mode) {
    clusters()
        .inNamespace(NAMESPACE)
        .withName(PROTECTED)
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of("spec", Map.of("mode", mode, "playbook", Map.of("name", "drill")))));
  }

  /** The lane of an ordinary service account, as enrolment has stored it. */
  public Config ordinaryLane() {
    var secret = client.secrets().inNamespace(NAMESPACE).withName(PROTECTED + "-ordinary").get();
    String kubeconfig =
        new String(
            Base64.getDecoder().decode(secret.getData().get("kubeconfig")), StandardCharsets.UTF_8);
    return Config.fromKubeconfig(kubeconfig);
  }

  /** The operator's running pods, without those that it makes itself for a while. */
  public List<Pod> operatorPods() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", "halligan")
        .list()
        .getItems()
        .stream()
        .filter(
            pod ->
                pod.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getKind().equals("ReplicaSet")))
        .toList();
  }

  /** Weights of the shop's route in the order of its backends. */
  public static List<Integer> weights(GenericKubernetesResource route) {
    return json(route)
        .at("/spec/rules/0/backendRefs")
        .valueStream()
        .map(b -> b.path("weight").asInt())
        .toList();
  }

  public static JsonNode json(GenericKubernetesResource resource) {
    return Serialization.jsonMapper().valueToTree(resource);
  }

  /** Status of a condition of that type; empty text when it is not there. */
  public static String condition(JsonNode resource, String type) {
    return resource
        .at("/status/conditions")
        .valueStream()
        .filter(c -> type.equals(c.path("type").asText()))
        .map(c -> c.path("status").asText())
        .findFirst()
        .orElse("");
  }
}
