package dev.halligan.e2e.plane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.e2e.scenario.Scenario;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostedApiServerTest {
  private static Deployment deployment(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-apiserver, generation: 3, annotations: {halligan.dev/growth: "{}", keep: me}}
        spec:
          replicas: 5
          template:
            spec:
              containers:
              - {name: kube-apiserver, command: [kube-apiserver], resources: {limits: {cpu: "4", memory: 9Gi}}}
        """
            + status,
        Deployment.class);
  }

  @Test
  void whatADrillHasGrownIsSmallAgain() {
    var limited =
        HostedApiServer.limited(deployment(""), new Scenario.ApiServer("600m", null), "now");

    assertThat(limited.getMetadata().getAnnotations()).containsOnlyKeys("keep");
    assertThat(limited.getSpec().getReplicas()).isEqualTo(2);
    var template = limited.getSpec().getTemplate();
    assertThat(template.getMetadata().getAnnotations()).containsValue("now");
    var container = template.getSpec().getContainers().getFirst();
    assertThat(container.getCommand()).containsExactly("kube-apiserver");
    assertThat(container.getResources().getLimits()).isEqualTo(Map.of("cpu", new Quantity("600m")));
  }

  @Test
  void isRolledOutOnceEveryReplicaIsNewAndReady() {
    assertThat(Replicas.isRolledOut(deployment("status: {}\n"))).isFalse();
    assertThat(Replicas.isRolledOut(status(3, 5, 5, 5))).isTrue();
    assertThat(Replicas.isRolledOut(status(2, 5, 5, 5))).isFalse();
    assertThat(Replicas.isRolledOut(status(3, 6, 5, 5))).isFalse();
    assertThat(Replicas.isRolledOut(status(3, 5, 4, 5))).isFalse();
    assertThat(Replicas.isRolledOut(status(3, 5, 5, 4))).isFalse();
  }

  private static Deployment status(int generation, int replicas, int updated, int ready) {
    return deployment(
        "status: {observedGeneration: %d, replicas: %d, updatedReplicas: %d, readyReplicas: %d}\n"
            .formatted(generation, replicas, updated, ready));
  }
}
