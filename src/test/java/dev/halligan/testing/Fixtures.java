package dev.halligan.testing;

import dev.halligan.api.v1alpha1.WorkloadReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Workloads and pods in a namespace of their own, as their controllers and kubelets would leave
 * them.
 */
public record Fixtures(KubernetesClient client, String namespace) {

  /** In a new namespace, with the service account that the pods need. */
  public static Fixtures in(ApiServer server) {
    var namespace = server.newNamespace();
    var account =
        new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build();
    server.client().serviceAccounts().inNamespace(namespace).resource(account).create();
    return new Fixtures(server.client(), namespace);
  }

  /** Creates a workload of that kind whose pods carry {@code app=<name>}. */
  public WorkloadReference workload(String kind, String name, int replicas) {
    var podSpec =
        "{containers: [{name: c, image: none}], serviceAccountName: sa-"
            + name
            + ", restartPolicy: %s}";
    var template = "{metadata: {labels: {app: " + name + "}}, spec: " + podSpec + "}";
    var selector = "selector: {matchLabels: {app: " + name + "}}, ";
    var spec =
        switch (kind) {
          case "DaemonSet" -> "{" + selector + "template: " + template.formatted("Always") + "}";
          case "Deployment" ->
              "{"
                  + selector
                  + "replicas: "
                  + replicas
                  + ", template: "
                  + template.formatted("Always")
                  + "}";
          case "StatefulSet" ->
              "{"
                  + selector
                  + "serviceName: s, replicas: "
                  + replicas
                  + ", template: "
                  + template.formatted("Always")
                  + "}";
          case "Job" -> "{template: " + template.formatted("Never") + "}";
          case "CronJob" ->
              "{schedule: '* * * * *', jobTemplate: {spec: {template: "
                  + template.formatted("Never")
                  + "}}}";
          default -> throw new IllegalArgumentException(kind);
        };
    var group = kind.endsWith("Job") ? "batch/v1" : "apps/v1";
    apply(
        "{apiVersion: "
            + group
            + ", kind: "
            + kind
            + ", metadata: {name: "
            + name
            + ", annotations: {team: telemetry}, finalizers: []}, spec: "
            + spec
            + "}");
    return new WorkloadReference(kind, namespace, name);
  }

  /** Creates whatever the YAML says, in the namespace. */
  public GenericKubernetesResource apply(String yaml) {
    var item =
        client
            .getKubernetesSerialization()
            .unmarshal("---\n" + yaml, GenericKubernetesResource.class);
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
        executor.submit(
            () -> pod(name).ownedBy(ownerKind, ownerName).labelled("app", ownerName).create());
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

  /** A ControllerRevision as the DaemonSet controller leaves it. */
  public void revisionOf(String kind, String owner) {
    apply(
        "{apiVersion: apps/v1, kind: ControllerRevision, revision: 2, data: {}, metadata: {name: "
            + owner
            + "-2, ownerReferences: "
            + owners("apps/v1", kind, owner)
            + "}}");
  }

  /** A ReplicaSet as the Deployment controller leaves it. */
  public void replicaSetOf(String deployment, String name) {
    apply(
        "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: "
            + name
            + ", ownerReferences: "
            + owners("apps/v1", "Deployment", deployment)
            + "}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},"
            + " spec: {containers: [{name: c, image: none}]}}}}");
  }

  /** A Job as the CronJob controller leaves it. */
  public void jobOf(String cronJob, String name) {
    apply(
        "{apiVersion: batch/v1, kind: Job, metadata: {name: "
            + name
            + ", ownerReferences: "
            + owners("batch/v1", "CronJob", cronJob)
            + "}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: none}]}}}}");
  }

  private String owners(String apiVersion, String kind, String name) {
    var owner =
        client
            .genericKubernetesResources(apiVersion, kind)
            .inNamespace(namespace)
            .withName(name)
            .require();
    return "[{apiVersion: "
        + apiVersion
        + ", kind: "
        + kind
        + ", name: "
        + name
        + ", controller: true, uid: "
        + owner.getMetadata().getUid()
        + "}]";
  }

  /** Writes into the Job's status that it is done. */
  public void finish(String job) {
    var done = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(job)
        .editStatus(
            j ->
                new JobBuilder(j)
                    .editOrNewStatus()
                    .withStartTime(done)
                    .withCompletionTime(done)
                    .withSucceeded(1)
                    .addNewCondition()
                    .withType("SuccessCriteriaMet")
                    .withStatus("True")
                    .endCondition()
                    .addNewCondition()
                    .withType("Complete")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  /** Lets the user list pods here. */
  public void mayListPods(String user) {
    apply(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: pods},"
            + " rules: [{apiGroups: [''], resources: [pods], verbs: [list, watch]}]}");
    apply(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: pods},"
            + " roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pods},"
            + " subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: '"
            + user
            + "'}]}");
  }

  /** Puts the user's requests into a queue from which nothing is served. */
  public void queueWithoutSeats(String user) {
    var flowControl = "{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: ";
    client
        .resource(
            "---\n"
                + flowControl
                + "PriorityLevelConfiguration, metadata: {name: "
                + namespace
                + "}, spec: {type: Limited, limited: {nominalConcurrencyShares: 0, lendablePercent: 0,"
                + " borrowingLimitPercent: 0, limitResponse: {type: Queue, queuing: {queues: 1, handSize: 1,"
                + " queueLengthLimit: 50}}}}}")
        .create();
    client
        .resource(
            "---\n"
                + flowControl
                + "FlowSchema, metadata: {name: "
                + namespace
                + "}, spec: {matchingPrecedence: 2, priorityLevelConfiguration: {name: "
                + namespace
                + "}, rules: [{subjects: [{kind: User, user: {name: '"
                + user
                + "'}}], resourceRules:"
                + " [{verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*']}]}]}}")
        .create();
  }

  public void removeQueue() {
    client.flowControl().v1().flowSchema().withName(namespace).delete();
    client.flowControl().v1().priorityLevelConfigurations().withName(namespace).delete();
  }
}
