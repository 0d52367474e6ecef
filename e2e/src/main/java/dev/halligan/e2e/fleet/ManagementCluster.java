package dev.halligan.e2e.fleet;

import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Shell;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The management cluster: a real kube-apiserver and etcd, with the operator's manifests applied.
 */
final class ManagementCluster implements AutoCloseable {
  private static final String URL = "https://127.0.0.1:7443";
  private static final String ADMIN_TOKEN = "fleet-admin";
  private static final String OPERATOR_TOKEN = "fleet-operator";

  private final Child etcd;
  private final Child apiServer;
  private final Places places;
  private final KubernetesClient client;

  private ManagementCluster(Child etcd, Child apiServer, Places places) {
    this.etcd = etcd;
    this.apiServer = apiServer;
    this.places = places;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl(URL)
                    .withCaCertFile(places.work("ca.crt").toString())
                    .withOauthToken(ADMIN_TOKEN)
                    .build())
            .build();
  }

  /** Starts both and installs the operator's manifests; takes some seconds. */
  static ManagementCluster start(Places places) {
    write(
        places.work("tokens.csv"),
        """
        %s,fleet-admin,1,system:masters
        %s,system:serviceaccount:halligan:halligan,2,"system:serviceaccounts,system:authenticated"
        """
            .formatted(ADMIN_TOKEN, OPERATOR_TOKEN));
    Child etcd = Child.start(places.work("etcd.log"), Map.of(), etcd(places));
    Child apiServer = Child.start(places.work("kube-apiserver.log"), Map.of(), apiServer(places));
    ManagementCluster made = new ManagementCluster(etcd, apiServer, places);
    try {
      Eventually.until("the management API server is ready", Duration.ofSeconds(60), made::isReady);
      made.install();
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private static List<String> etcd(Places places) {
    return List.of(
        places.program("etcd"),
        "--data-dir=" + places.work("etcd"),
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  private static List<String> apiServer(Places places) {
    return List.of(
        places.program("kube-apiserver"),
        "--etcd-servers=http://127.0.0.1:2379",
        "--bind-address=127.0.0.1",
        "--advertise-address=10.201.255.254",
        "--endpoint-reconciler-type=none",
        "--secure-port=7443",
        "--tls-cert-file=" + places.work("server.crt"),
        "--tls-private-key-file=" + places.work("server.key"),
        "--token-auth-file=" + places.work("tokens.csv"),
        "--authorization-mode=RBAC",
        "--disable-admission-plugins=ServiceAccount",
        "--service-cluster-ip-range=10.96.0.0/24",
        "--service-account-issuer=https://fleet.invalid",
        "--service-account-key-file=" + places.work("server.crt"),
        "--service-account-signing-key-file=" + places.work("server.key"));
  }

  private boolean isReady() {
    etcd.requireRunning();
    apiServer.requireRunning();
    return "ok".equals(client.raw("/readyz"));
  }

  /** As a person would, with the brakes of the drills. */
  private void install() {
    String manifests = places.repository().resolve("e2e/scenarios/operator").toString();
    Shell.run(
            Duration.ofSeconds(60),
            "",
            List.of(
                places.program("kubectl"),
                "--kubeconfig=" + kubeconfig(ADMIN_TOKEN),
                "apply",
                "--server-side",
                "-k",
                manifests))
        .orThrow("installing the operator's manifests");
  }

  KubernetesClient client() {
    return client;
  }

  /** A kubeconfig with the rights of the operator's service account. */
  Path operatorKubeconfig() {
    return kubeconfig(OPERATOR_TOKEN);
  }

  private Path kubeconfig(String token) {
    return write(
        places.work(token + ".kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: management
        clusters: [{name: management, cluster: {server: "%s", certificate-authority: "%s"}}]
        contexts: [{name: management, context: {cluster: management, user: fleet, namespace: halligan}}]
        users: [{name: fleet, user: {token: %s}}]
        """
            .formatted(URL, places.work("ca.crt"), token));
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    apiServer.close();
    etcd.close();
  }
}
