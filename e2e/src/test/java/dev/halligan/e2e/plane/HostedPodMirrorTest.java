package dev.halligan.e2e.plane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostedPodMirrorTest {
  private static final DaemonSet HOSTED =
      Serialization.unmarshal(
          """
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: {name: agent, namespace: telemetry}
          spec:
            selector: {matchLabels: {app: agent}}
            template:
              metadata: {labels: {app: agent}}
              spec:
                serviceAccountName: agent
                containers:
                - name: agent
                  image: lab.local/tools:1
                  command: [sh, -c, exec vegeta]
                  resources: {limits: {cpu: 100m}}
          """,
          DaemonSet.class);

  @Test
  void theSameContainerAsksTheHostedApiServerWithTheHostedAccount() {
    var real =
        new HostedPodMirror("clients", URI.create("https://10.97.0.100:6443/"))
            .of("agent", 6, HOSTED.getSpec().getTemplate());

    assertThat(real.getMetadata().getNamespace()).isEqualTo("clients");
    assertThat(real.getSpec().getReplicas()).isEqualTo(6);
    var pod = real.getSpec().getTemplate().getSpec();
    assertThat(pod.getServiceAccountName()).isNull();
    assertThat(pod.getVolumes())
        .anyMatch(
            v -> v.getSecret() != null && v.getSecret().getSecretName().equals("token-agent"));
    var container = pod.getContainers().getFirst();
    List<String> command = container.getCommand();
    assertThat(command.subList(command.size() - 3, command.size()))
        .isEqualTo(List.of("sh", "-c", "exec vegeta"));
    assertThat(container.getEnv())
        .extracting(env -> env.getName() + "=" + env.getValue())
        .containsExactly(
            "APP=agent", "KUBERNETES_SERVICE_HOST=10.97.0.100", "KUBERNETES_SERVICE_PORT=6443");
    assertThat(container.getResources().getLimits()).containsKey("cpu");
    assertThat(container.getResources().getRequests()).containsKey("cpu");
  }
}
