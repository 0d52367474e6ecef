package dev.halligan.connection;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Access;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Credentials;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Nodes;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Ssh;
import dev.halligan.probe.TestAuthority;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A protected cluster with its Secrets, good unless a test spoils it. */
public final class Target {
  private final TestAuthority authority;
  private final Map<String, Secret> secrets = new HashMap<>();

  public Target(TestAuthority authority) {
    this.authority = authority;
    admin(authority.client("O=system:masters,CN=halligan-admin"));
    put("eu-1-ordinary", Map.of("kubeconfig", tokenKubeconfig(authority.pem(), "token")));
    put("eu-1-ssh", Map.of("id_ed25519", "a key", "known_hosts", "10.89.0.6 ssh-ed25519 AAAA"));
  }

  void admin(TestAuthority.Issued client) {
    put(
        "eu-1-admin",
        Map.of(
            "kubeconfig",
            certificateKubeconfig(authority.pem(), client.certificatePem(), client.keyPem())));
  }

  void put(String name, Map<String, String> values) {
    Map<String, String> data =
        values.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each -> base64(each.getValue().getBytes(StandardCharsets.UTF_8))));
    String version = String.valueOf(secrets.size() + System.nanoTime());
    secrets.put(
        name,
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withUid(name)
            .withResourceVersion(version)
            .endMetadata()
            .withData(data)
            .build());
  }

  void rotate(String name, String version) {
    secrets.get(name).getMetadata().setResourceVersion(version);
  }

  void without(String name) {
    secrets.remove(name);
  }

  void without(String name, String key) {
    secrets.get(name).getData().remove(key);
  }

  public Optional<Secret> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  public ProtectedCluster at(String... urls) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String url : urls) {
      endpoints.add(new Endpoint("cp-" + endpoints.size(), url, "kubernetes"));
    }
    ProtectedCluster cluster = new ProtectedCluster();
    cluster.getMetadata().setNamespace("halligan");
    cluster.getMetadata().setName("eu-1");
    cluster.setSpec(
        new ProtectedClusterSpec(
            null,
            new Access(credentials("eu-1-admin"), credentials("eu-1-ordinary"), endpoints),
            new ControlPlane(
                new Nodes(
                    List.of("10.89.0.6"), new Ssh(null, null, new ObjectReference("eu-1-ssh"))),
                null,
                null),
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    return cluster;
  }

  private static Credentials credentials(String secret) {
    return new Credentials(new ObjectReference(secret));
  }

  static String certificateKubeconfig(byte[] ca, byte[] certificate, byte[] key) {
    return kubeconfig(
        ca,
        "{client-certificate-data: %s, client-key-data: %s}"
            .formatted(base64(certificate), base64(key)));
  }

  static String tokenKubeconfig(byte[] ca, String token) {
    return kubeconfig(ca, "{token: %s}".formatted(token));
  }

  private static String kubeconfig(byte[] ca, String user) {
    return """
    current-context: a
    clusters:
    - name: a
      cluster: {certificate-authority-data: %s}
    contexts:
    - name: a
      context: {cluster: a, user: a}
    users:
    - name: a
      user: %s
    """
        .formatted(base64(ca), user);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
