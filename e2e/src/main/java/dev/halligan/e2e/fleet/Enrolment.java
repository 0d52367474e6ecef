package dev.halligan.e2e.fleet;

import dev.halligan.e2e.fleet.played.PlayedCluster;
import dev.halligan.e2e.fleet.played.SshKeys;
import dev.halligan.e2e.lab.Management;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Puts played clusters under the operator's protection, with what enroll-cluster would store. */
final class Enrolment {
  private static final int AT_ONCE = 4;

  private final Places places;
  private final SshKeys keys;
  private final Management management;

  Enrolment(Places places, SshKeys keys, Management management) {
    this.places = places;
    this.keys = keys;
    this.management = management;
  }

  /** Stores the Secrets first, so that no cluster is seen without. */
  void enrol(List<PlayedCluster> clusters) {
    Parallel.each(AT_ONCE, clusters, this::storeSecrets);
    Parallel.each(AT_ONCE, clusters, c -> management.client().resource(resource(c)).create());
  }

  /** Takes them out again. */
  void remove(List<PlayedCluster> clusters) {
    Parallel.each(
        AT_ONCE,
        clusters,
        c -> management.clusters().inNamespace(Management.NAMESPACE).withName(c.name()).delete());
  }

  private void storeSecrets(PlayedCluster cluster) {
    String name = cluster.name();
    String certificate =
        "client-certificate-data: %s, client-key-data: %s"
            .formatted(base64("admin.crt"), base64("admin.key"));
    String address = cluster.address().getHostAddress();
    List.of(
            secret(name + "-admin", Map.of("kubeconfig", kubeconfig(address, certificate))),
            secret(
                name + "-ordinary",
                Map.of(
                    "kubeconfig", kubeconfig(address, "token: " + PlayedCluster.ORDINARY_TOKEN))),
            secret(
                name + "-ssh",
                Map.of("id_ed25519", keys.privateKey(), "known_hosts", keys.knownHosts(address))))
        .forEach(secret -> management.client().resource(secret).create());
  }

  private static Secret secret(String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(Management.NAMESPACE)
        .endMetadata()
        .withStringData(data)
        .build();
  }

  private String kubeconfig(String address, String user) {
    return """
    apiVersion: v1
    kind: Config
    current-context: target
    clusters: [{name: target, cluster: {server: "https://%s:6443", certificate-authority-data: %s}}]
    contexts: [{name: target, context: {cluster: target, user: halligan}}]
    users: [{name: halligan, user: {%s}}]
    """
        .formatted(address, base64("ca.crt"), user);
  }

  private static GenericKubernetesResource resource(PlayedCluster cluster) {
    return Serialization.unmarshal(
        """
        apiVersion: halligan.dev/v1alpha1
        kind: ProtectedCluster
        metadata: {name: %1$s, namespace: halligan}
        spec:
          mode: Automatic
          access:
            admin: {secretRef: {name: %1$s-admin}}
            ordinary: {secretRef: {name: %1$s-ordinary}}
            endpoints: [{name: cp-0, url: "https://%2$s:6443", serverName: kubernetes}]
          controlPlane:
            nodes: {hosts: [%2$s], ssh: {user: root, port: 22, secretRef: {name: %1$s-ssh}}}
          admins: {cidrs: [10.201.255.254/32]}
          clients:
          - {name: nodes, cidrs: [172.18.0.0/24]}
          - {name: pods, cidrs: [10.244.0.0/16]}
        """
            .formatted(cluster.name(), cluster.address().getHostAddress()),
        GenericKubernetesResource.class);
  }

  private String base64(String file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(places.work(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
