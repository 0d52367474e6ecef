package dev.halligan.driver.hosted.capacity;

import dev.halligan.api.v1alpha1.HostedOwner;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.HostedApiServer;
import dev.halligan.control.GuardedClient;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.ManualClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;

/** A hosted control plane as its controllers and kubelets would leave it; the test plays both. */
record HostedPlane(Fixtures given, ManualClock clock) {
  static final String SMALL =
      "{limits: {cpu: 600m, memory: 600Mi}, requests: {cpu: 100m, memory: 300Mi}}";
  static final String DOUBLED =
      "{limits: {cpu: 1200m, memory: 1200Mi}, requests: {cpu: 100m, memory: 300Mi}}";
  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  PodCapacity capacity(HostedOwner owner) {
    return capacity(GuardedClient.unguarded(given.client(), () -> 7), owner);
  }

  PodCapacity capacity(GuardedClient lane, HostedOwner owner) {
    return capacity(lane, "Deployment", owner);
  }

  PodCapacity ofStatefulSet() {
    return capacity(GuardedClient.unguarded(given.client(), () -> 7), "StatefulSet", null);
  }

  private PodCapacity capacity(GuardedClient lane, String kind, HostedOwner owner) {
    var server = new HostedApiServer(kind, "server", "kube-apiserver");
    var selector = Map.of("app", "server");
    var hosted = new Hosted(given.namespace(), selector, null, server, null, owner);
    return new PodCapacity(lane, hosted, clock);
  }

  /** A Deployment of that many replicas, without pods. */
  void deployment(int replicas, String strategy) {
    given.apply(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: server}, spec: {replicas: "
            + replicas
            + ", strategy: "
            + strategy
            + ", selector: {matchLabels: {app: server}}, template: {metadata: {labels: {app: server}},"
            + " spec: {containers: [{name: sidecar, image: none}, {name: kube-apiserver, image: none, resources: "
            + SMALL
            + "}]}}}}");
  }

  /** A StatefulSet of one replica, without pods. */
  void statefulSet() {
    given.apply(
        "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: server}, spec: {serviceName: s, replicas: 1,"
            + " selector: {matchLabels: {app: server}}, template: {metadata: {labels: {app: server}},"
            + " spec: {containers: [{name: kube-apiserver, image: none, resources: "
            + SMALL
            + "}]}}}}");
  }

  /** Its controller has seen the newest template. */
  void controllerSeesTheTemplate() {
    var set =
        given.client().apps().statefulSets().inNamespace(given.namespace()).withName("server");
    var generation = set.get().getMetadata().getGeneration();
    set.subresource("status")
        .patch(
            MERGE, "{\"status\":{\"replicas\":1,\"observedGeneration\":%d}}".formatted(generation));
  }

  /** A pod that runs, is ready and has what it is to have. */
  void pod(String name, String resources) {
    pod(name, resources, "", "");
  }

  void pod(String name, String resources, String ofPod, String ofContainer) {
    given.apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: "
            + name
            + ", labels: {app: server}}, spec: {"
            + ofPod
            + "containers: [{name: sidecar, image: none}, {name: kube-apiserver, image: none, "
            + ofContainer
            + "resources: "
            + resources
            + "}]}}");
    kubeletApplies(name);
  }

  /** What a kubelet says once the container has its resources. */
  void kubeletApplies(String name) {
    kubeletSays(name, "[{\"type\":\"Ready\",\"status\":\"True\"}]");
  }

  void kubeletSays(String name, String conditions) {
    kubeletSays(name, conditions, "{\"running\":{}}");
  }

  /** A process that ended again and again, and is not started for a while. */
  void isInCrashBackOff(String name) {
    kubeletSays(name, "[]", "{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}");
  }

  private void kubeletSays(String name, String conditions, String state) {
    var serialization = given.client().getKubernetesSerialization();
    var resources = serialization.asJson(resources(name));
    var status =
        "{\"name\":\"kube-apiserver\",\"image\":\"none\",\"imageID\":\"none\",\"ready\":true,"
            + "\"restartCount\":0,\"state\":"
            + state
            + ",\"resources\":"
            + resources
            + "}";
    given
        .client()
        .pods()
        .inNamespace(given.namespace())
        .withName(name)
        .subresource("status")
        .patch(
            MERGE,
            "{\"status\":{\"phase\":\"Running\",\"conditions\":"
                + conditions
                + ",\"containerStatuses\":["
                + status
                + "]}}");
  }

  /** Replaces a pod by another of the same name, as its workload would. */
  void isMadeAnew(String name, String resources) {
    given.client().pods().inNamespace(given.namespace()).withName(name).withGracePeriod(0).delete();
    pod(name, resources);
  }

  Pod pod(String name) {
    return given.client().pods().inNamespace(given.namespace()).withName(name).get();
  }

  ResourceRequirements resources(String name) {
    return pod(name).getSpec().getContainers().get(1).getResources();
  }

  /** Limits and requests of a pod's API server, as text. */
  Resources has(String name) {
    return Resources.of(resources(name));
  }

  Resources templateHas() {
    return Resources.of(
        given
            .client()
            .apps()
            .deployments()
            .inNamespace(given.namespace())
            .withName("server")
            .get()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(1)
            .getResources());
  }

  static Resources read(String yaml) {
    return Resources.of(
        new KubernetesSerialization().unmarshal("---\n" + yaml, ResourceRequirements.class));
  }

  /** Somebody else resizes the API server of a pod. */
  void personResizes(String name, String limits) {
    var patch = new PatchContext.Builder().withPatchType(PatchType.STRATEGIC_MERGE).build();
    given
        .client()
        .pods()
        .inNamespace(given.namespace())
        .withName(name)
        .subresource("resize")
        .patch(
            patch,
            "{\"spec\":{\"containers\":[{\"name\":\"kube-apiserver\",\"resources\":{\"limits\":"
                + limits
                + "}}]}}");
  }

  /** A node that is ready and takes pods. */
  void node(String name, String cpu, String memory) {
    var node =
        given
            .client()
            .getKubernetesSerialization()
            .unmarshal(
                "---\n{apiVersion: v1, kind: Node, metadata: {name: " + name + "}}", Node.class);
    given.client().nodes().resource(node).create();
    // it is born with a taint that a controller would take away
    given.client().nodes().withName(name).patch(MERGE, "{\"spec\":{\"taints\":null}}");
    given
        .client()
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(
            MERGE,
            "{\"status\":{\"allocatable\":{\"cpu\":\"%s\",\"memory\":\"%s\",\"pods\":\"110\"},\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"
                .formatted(cpu, memory));
  }

  /** A quota, and what its controller says is used. */
  void quota(String hard, String used) {
    given.apply(
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: tenant}, spec: {hard: "
            + hard
            + "}}");
    given
        .client()
        .resourceQuotas()
        .inNamespace(given.namespace())
        .withName("tenant")
        .subresource("status")
        .patch(MERGE, "{\"status\":{\"hard\":" + hard + ",\"used\":" + used + "}}");
  }

  /** The owner's spec and annotations: all of it that a growth may touch. */
  List<Object> owner(String apiVersion, String kind) {
    var found = ownerResource(apiVersion, kind);
    var annotations = found.getMetadata().getAnnotations();
    return List.of(found.get("spec"), annotations == null ? Map.of() : annotations);
  }

  GenericKubernetesResource ownerResource(String apiVersion, String kind) {
    return given
        .client()
        .genericKubernetesResources(apiVersion, kind)
        .inNamespace(given.namespace())
        .withName("tenant")
        .get();
  }
}
