package dev.halligan.connection;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Credentials;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Ssh;
import dev.halligan.probe.EndpointAddress;
import dev.halligan.probe.Lane;
import dev.halligan.probe.LaneCredentials;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what a connection needs from a resource and its Secrets; refuses at the first fault. */
final class ConnectionReader {
  private static final String ENROLL = ", or run bootstrap-scripts/enroll-cluster";
  private static final String DEFAULT_USER = "root";
  private static final int DEFAULT_PORT = 22;

  private final Predicate<InetAddress> forbidden;

  ConnectionReader(Predicate<InetAddress> forbidden) {
    this.forbidden = forbidden;
  }

  /** The Secrets with the kubeconfigs and the SSH key; empty for parts that the resource lacks. */
  static List<Optional<String>> secretNames(ProtectedClusterSpec spec) {
    Optional<ProtectedClusterSpec.Access> access = Optional.ofNullable(spec.access());
    return List.of(
        access.map(ProtectedClusterSpec.Access::admin).flatMap(ConnectionReader::name),
        access.map(ProtectedClusterSpec.Access::ordinary).flatMap(ConnectionReader::name),
        ssh(spec).map(Ssh::secretRef).map(ObjectReference::name));
  }

  Map<String, EndpointAddress> endpoints(ProtectedClusterSpec spec)
      throws InvalidConnectionException {
    List<Endpoint> declared =
        spec.access() == null || spec.access().endpoints() == null
            ? List.of()
            : spec.access().endpoints();
    Map<String, EndpointAddress> found = new LinkedHashMap<>();
    for (Endpoint endpoint : declared) {
      found.put(endpoint.name(), address(endpoint));
    }
    if (found.isEmpty()) {
      throw notAnAddress("the cluster has no endpoint");
    }
    return found;
  }

  private EndpointAddress address(Endpoint endpoint) throws InvalidConnectionException {
    EndpointAddress address;
    try {
      address = EndpointAddress.of(endpoint);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw notAnAddress("endpoint " + endpoint.name() + " cannot be used: " + e.getMessage());
    }
    if (forbidden.test(address.socket().getAddress())) {
      throw new InvalidConnectionException(
          InvalidConnectionException.ENDPOINT_FORBIDDEN,
          "endpoint " + endpoint.name() + " is a loopback, link-local or metadata address",
          "use the address at which other machines reach the API server");
    }
    return address;
  }

  LaneCredentials lane(Lane lane, Optional<String> name, Optional<Secret> secret)
      throws InvalidConnectionException {
    String what = lane == Lane.ADMIN ? "admin" : "ordinary";
    String field = "spec.access." + what + ".secretRef";
    byte[] kubeconfig =
        value(field, name, secret, "kubeconfig", InvalidConnectionException.MISSING_SECRET);
    return switch (SafeKubeconfig.parse(new String(kubeconfig, StandardCharsets.UTF_8))) {
      case SafeKubeconfig.Accepted(LaneCredentials credentials) -> credentials;
      case SafeKubeconfig.Refused(String reason, String message, String fix) ->
          throw new InvalidConnectionException(
              reason, "Secret " + name.orElseThrow() + ": " + message, fix);
    };
  }

  Optional<SshCredentials> ssh(
      ProtectedClusterSpec spec, Optional<String> name, Optional<Secret> secret)
      throws InvalidConnectionException {
    Optional<Ssh> ssh = ssh(spec);
    if (spec.controlPlane() == null || spec.controlPlane().nodes() == null) {
      return Optional.empty();
    }
    String field = "spec.controlPlane.nodes.ssh.secretRef";
    byte[] key =
        value(field, name, secret, "id_ed25519", InvalidConnectionException.MISSING_SECRET);
    byte[] knownHosts =
        value(field, name, secret, "known_hosts", InvalidConnectionException.MISSING_KNOWN_HOSTS);
    return Optional.of(
        new SshCredentials(
            ssh.map(Ssh::user).filter(user -> !user.isBlank()).orElse(DEFAULT_USER),
            ssh.map(Ssh::port).orElse(DEFAULT_PORT),
            key,
            new String(knownHosts, StandardCharsets.UTF_8)));
  }

  private static byte[] value(
      String field, Optional<String> name, Optional<Secret> secret, String key, String reason)
      throws InvalidConnectionException {
    if (name.isEmpty()) {
      throw new InvalidConnectionException(
          InvalidConnectionException.MISSING_SECRET,
          field + " does not name a Secret",
          "name the Secret there" + ENROLL);
    }
    if (secret.isEmpty()) {
      throw new InvalidConnectionException(
          InvalidConnectionException.MISSING_SECRET,
          "Secret " + name.get() + " does not exist in the namespace of the ProtectedCluster",
          "create it with the key " + key + ENROLL);
    }
    Map<String, String> data = Optional.ofNullable(secret.get().getData()).orElse(Map.of());
    byte[] value = decoded(data.getOrDefault(key, ""));
    if (new String(value, StandardCharsets.UTF_8).isBlank()) {
      throw new InvalidConnectionException(
          reason,
          "Secret " + name.get() + " has no usable value under key " + key,
          "add the key " + key + ENROLL);
    }
    return value;
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static Optional<String> name(Credentials credentials) {
    return Optional.ofNullable(credentials.secretRef()).map(ObjectReference::name);
  }

  private static Optional<Ssh> ssh(ProtectedClusterSpec spec) {
    return Optional.ofNullable(spec.controlPlane())
        .map(ProtectedClusterSpec.ControlPlane::nodes)
        .map(ProtectedClusterSpec.Nodes::ssh);
  }

  private static InvalidConnectionException notAnAddress(String message) {
    return new InvalidConnectionException(
        InvalidConnectionException.ENDPOINT_NOT_AN_ADDRESS,
        message + "; Halligan does not resolve names, because DNS may be down in an outage",
        "set url to https://<address>:<port>, such as https://10.0.0.6:6443");
  }
}
