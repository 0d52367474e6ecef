package dev.halligan.e2e.plane;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The real pods of one workload of the hosted cluster: the same containers and commands, with the
 * hosted cluster's address and token, which run while the hosted cluster has so many pods of it.
 */
record HostedPodMirror(String namespace, URI apiServer) {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  /**
   * Runs its arguments while {@code /run/hosted/$APP}, which the kubelets write, is above this
   * pod's ordinal: there are so many hosted pods of it. SIGKILL, as a kubelet's last word, and to
   * the whole session, for scripts that have started others.
   */
  private static final String WHILE_THERE =
      """
      ordinal=${HOSTNAME##*-} there=0 process=
      while sleep 1; do
        now=$(cat "/run/hosted/$APP" 2>/dev/null)
        there=${now:-$there}
        if [ "$there" -le "$ordinal" ]; then
          [ -z "$process" ] || { kill -9 "-$process"; wait "$process"; process=; rm -f /tmp/*; }
        elif [ -z "$process" ] || ! kill -0 "$process"; then
          busybox setsid "$@" &
          process=$!
        fi
      done 2>/dev/null
      """;

  static String tokenOf(String account) {
    return "token-" + account;
  }

  StatefulSet of(String name, int replicas, PodTemplateSpec template) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withServiceName(name)
        .withReplicas(replicas)
        .withPodManagementPolicy("Parallel")
        .withNewSelector()
        .addToMatchLabels(template.getMetadata().getLabels())
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(pod(template))
        .endTemplate()
        .endSpec()
        .build();
  }

  private PodSpec pod(PodTemplateSpec template) {
    String account = template.getSpec().getServiceAccountName();
    String app = template.getMetadata().getLabels().get("app");
    List<Container> containers = new ArrayList<>();
    template.getSpec().getContainers().forEach(c -> containers.add(container(c, app, account)));
    var pod =
        new PodSpecBuilder(template.getSpec())
            .withServiceAccountName(null)
            .withServiceAccount(null)
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withContainers(containers)
            .addNewVolume()
            .withName("hosted")
            .withNewHostPath("/run/hosted", "DirectoryOrCreate")
            .endVolume();
    if (account != null) {
      pod.addNewVolume()
          .withName("account")
          .withNewSecret()
          .withSecretName(tokenOf(account))
          .endSecret()
          .endVolume();
    }
    return pod.build();
  }

  private Container container(Container original, String app, String account) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", WHILE_THERE, "while-there"));
    command.addAll(original.getCommand());
    var container =
        new ContainerBuilder(original)
            .withCommand(command)
            .addNewEnv()
            .withName("APP")
            .withValue(app)
            .endEnv()
            .addNewEnv()
            .withName("KUBERNETES_SERVICE_HOST")
            .withValue(apiServer.getHost())
            .endEnv()
            .addNewEnv()
            .withName("KUBERNETES_SERVICE_PORT")
            .withValue(String.valueOf(apiServer.getPort()))
            .endEnv()
            .addNewVolumeMount()
            .withName("hosted")
            .withMountPath("/run/hosted")
            .withReadOnly(true)
            .endVolumeMount()
            .editOrNewResources()
            // a limit would be taken for the request, and the node has only two cores to give away
            .addToRequests("cpu", new Quantity("5m"))
            .endResources();
    if (account != null) {
      container
          .addNewVolumeMount()
          .withName("account")
          .withMountPath(ACCOUNT)
          .withReadOnly(true)
          .endVolumeMount();
    }
    return container.build();
  }
}
