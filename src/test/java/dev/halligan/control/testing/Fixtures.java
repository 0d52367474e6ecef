package dev.halligan.control.testing;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.testing.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.Executors;

/** Workloads and pods in a namespace of their own, as their controllers and kubelets would leave them. */
public record Fixtures(KubernetesClient client, String namespace) {

  /** In a new namespace, with the service account that the pods need. */
  public static Fixtures in(ApiServer server) {
    var namespace = server.newNamespace();
    var account = new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build();
    server.client().serviceAccounts().inNamespace(namespace).resource(account).create();
    return new Fixtures(server.client(), namespace);
  }

  /** Creates a workload of that kind whose pods carry {@code app=<name>}. */
  public WorkloadReference workload(String kind, String name, int replicas) {
    var podSpec =
        "{containers: [{name: c, image: none}], serviceAccountName: sa-" + name + ", restartPolicy: %s}";
    var template = "{metadata: {labels: {app: " + name + "}}, spec: " + podSpec + "}";
    var selector = "selector: {matchLabels: {app: " + name + "}}, ";
    var spec =
        switch (kind) {
          case "DaemonSet" -> "{" + selector + "template: " + template.formatted("Always") + "}";
          case "Deployment" ->
              "{" + selector + "replicas: " + replicas + ", template: " + template.formatted("Always") + "}";
          case "StatefulSet" ->
              "{" + selector + "serviceName: s, replicas: " + replicas + ", template: " + template.formatted("Always") + "}";
          case "Job" -> "{template: " + template.formatted("Never") + "}";
          case "CronJob" ->
              "{schedule: '* * * * *', jobTemplate: {spec: {template: " + template.formatted("Never") + "}}}";
          default -> throw new IllegalArgumentException(kind);
        };
    var group = kind.endsWith("Job") ? "batch/v1" : "apps/v1";
    apply(
        "{apiVersion: " + group + ", kind: " + kind + ", metadata: {name: " + name
            + ", annotations: {team: telemetry}, finalizers: []}, spec: " + spec + "}");
    return new WorkloadReference(kind, namespace, name);
  }

  /** Creates whatever the YAML says, in the namespace. */
  public GenericKubernetesResource apply(String yaml) {
    var item = client.getKubernetesSerialization().unmarshal("---\n" + yaml, GenericKubernetesResource.class);
    return client
        .genericKubernetesResources(item.getApiVersion(), item.getKind())
        .inNamespace(namespace)
        .resource(item)
        .create();
  }

  /** Begins a pod. */
  public PodFixture pod(String name) {
    return new PodFixture(client, namespace, name);
  }

  /** Creates many pods of one owner. */
  public void pods(int count, String ownerKind, String ownerName) {
    try (var executor = Executors.newFixedThreadPool(8)) {
      for (var i = 0; i < count; i++) {
        var name = ownerName + "-" + i;
        executor.submit(() -> pod(name).ownedBy(ownerKind, ownerName).labelled("app", ownerName).create());
      }
    }
  }

  public List<String> podNames() {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .map(p -> p.getMetadata().getName())
        .toList();
  }

  /** How many requests with this verb the API server has served for the resource. */
  public double requests(String resource, String verb) {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("resource=\"" + resource + "\","))
        .filter(line -> line.contains("verb=\"" + verb + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
