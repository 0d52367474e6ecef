package dev.halligan.testing;

import dev.halligan.api.v1alpha1.TolerantSerialization;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real etcd and kube-apiserver with the CRDs of {@code crds/}. There are no controllers: no
 * garbage collection, and namespaces are never emptied, so each test takes a new one.
 */
public final class ApiServer implements AutoCloseable {

  private static final Path CRDS = Path.of("crds");

  private final KubeAPIServer processes;
  private final KubernetesClient client;

  private ApiServer(KubeAPIServer processes, KubernetesClient client) {
    this.processes = processes;
    this.client = client;
  }

  /** Starts both processes and installs the CRDs. */
  static ApiServer start() {
    var processes =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(Binaries.layOut().toString())
                .withApiServerVersion(Binaries.VERSION)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withStartupTimeout(120_000)
                .build());
    processes.start();
    try {
      var server = new ApiServer(processes, clientOf(processes.getKubeConfigYaml()));
      server.installCrds();
      return server;
    } catch (RuntimeException failed) {
      processes.stop();
      throw failed;
    }
  }

  /** A client of the group system:masters that reads resources as the operator does. */
  public KubernetesClient client() {
    return client;
  }

  /** The kubeconfig of {@link #client()}. */
  public String kubeconfig() {
    return processes.getKubeConfigYaml();
  }

  /** Makes a namespace for one test and returns its name. */
  public String newNamespace() {
    return client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withGenerateName("t-").endMetadata().build())
        .create()
        .getMetadata()
        .getName();
  }

  @Override
  public void close() {
    client.close();
    processes.stop();
  }

  private static KubernetesClient clientOf(String kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig))
        .withKubernetesSerialization(TolerantSerialization.create())
        .build();
  }

  private void installCrds() {
    var crds = client.apiextensions().v1().customResourceDefinitions();
    List<CustomResourceDefinition> installed =
        crdFiles().stream().map(file -> crds.load(file).create()).toList();
    installed.forEach(
        crd ->
            client
                .resource(crd)
                .waitUntilCondition(ApiServer::isEstablished, 60, TimeUnit.SECONDS));
  }

  private static List<File> crdFiles() {
    try (Stream<Path> files = Files.list(CRDS)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .map(Path::toFile)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return Optional.ofNullable(crd)
        .map(CustomResourceDefinition::getStatus)
        .map(CustomResourceDefinitionStatus::getConditions)
        .stream()
        .flatMap(List::stream)
        .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
