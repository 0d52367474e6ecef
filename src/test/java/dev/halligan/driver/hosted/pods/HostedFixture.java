package dev.halligan.driver.hosted.pods;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/** API-server pods, and the operator's own, without a kubelet: the test says how they are. */
public final class HostedFixture {
  public static final Map<String, String> SELECTOR = Map.of("app", "kube-apiserver");
  public static final String CONTAINER = "kube-apiserver";

  private final KubernetesClient client;
  private final String namespace;

  public HostedFixture(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** A ready API-server pod. */
  public void ready(String name, String address) {
    created(name);
    status(name, address, true, 0, null);
  }

  /** A pod that has an address and does not serve yet. */
  public void starting(String name, String address) {
    created(name);
    status(name, address, false, 0, null);
  }

  /** Says how a pod is; {@code lastEnd} null for none. */
  public void status(String name, String address, boolean ready, int restarts, String lastEnd) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .editStatus(p -> withStatus(p, address, ready, restarts, lastEnd));
  }

  private static Pod withStatus(
      Pod pod, String address, boolean ready, int restarts, String lastEnd) {
    var last = new ContainerStateBuilder();
    if (lastEnd != null) {
      last.withNewTerminated().withReason(lastEnd).withExitCode(137).endTerminated();
    }
    var container =
        new ContainerStatusBuilder()
            .withName(CONTAINER)
            .withImage("none")
            .withImageID("none")
            .withReady(ready)
            .withRestartCount(restarts)
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .withLastState(last.build())
            .build();
    return new PodBuilder(pod)
        .editOrNewStatus()
        .withPhase("Running")
        .withPodIP(address)
        .withPodIPs(new PodIP(address))
        .withConditions(
            new PodConditionBuilder()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .build())
        .withContainerStatuses(container)
        .endStatus()
        .build();
  }

  private void created(String name) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(SELECTOR)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(CONTAINER)
                .withImage("none")
                .withNewResources()
                .withLimits(Map.of("cpu", new Quantity("600m"), "memory", new Quantity("1Gi")))
                .endResources()
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  /** The operator's own pod. */
  public void operator(String name) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("halligan")
                .withImage("registry.example.org/halligan:0.1.0")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  /** The names of the API-server pods that are there. */
  public List<String> names() {
    return client.pods().inNamespace(namespace).withLabels(SELECTOR).list().getItems().stream()
        .map(p -> p.getMetadata().getName())
        .sorted()
        .toList();
  }
}
