package dev.halligan.target;

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

/** Reads a resource and its Secrets into what a connection needs, or refuses at the first fault. */
final class ConnectionReader {
  private static final String ENROLL = " (bootstrap-scripts/enroll-cluster makes it)";
  private static final String DEFAULT_USER = "root";
  private static final int DEFAULT_PORT = 22;

  private final Predicate<InetAddress> forbidden;

  ConnectionReader(Predicate<InetAddress> forbidden) {
    this.forbidden = forbidden;
  }

  /** Where the kubeconfigs and the SSH key are; a part the resource does not have is absent. */
  static List<Optional<String>> secretNames(ProtectedClusterSpec spec) {
    Optional<ProtectedClusterSpec.Access> access = Optional.ofNullable(spec.access());
    return List.of(
        access.map(ProtectedClusterSpec.Access::admin).flatMap(ConnectionReader::name),
        access.map(ProtectedClusterSpec.Access::ordinary).flatMap(ConnectionReader::name),
        ssh(spec).map(Ssh::secretRef).map(ObjectReference::name));
  }

  Map<String, EndpointAddress> endpoints(ProtectedClusterSpec spec) throws Refusal {
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

  private EndpointAddress address(Endpoint endpoint) throws Refusal {
    EndpointAddress address;
    try {
      address = EndpointAddress.of(endpoint);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw notAnAddress("endpoint " + endpoint.name() + " is not usable: " + e.getMessage());
    }
    if (forbidden.test(address.socket().getAddress())) {
      throw new Refusal(
          Refusal.ENDPOINT_FORBIDDEN,
          "endpoint " + endpoint.name() + " is a loopback, link-local or metadata address",
          "use the address at which other machines reach the API server");
    }
    return address;
  }

  LaneCredentials lane(Lane lane, Optional<String> name, Optional<Secret> secret) throws Refusal {
    String what = lane == Lane.ADMIN ? "admin" : "ordinary";
    String field = "spec.access." + what + ".secretRef";
    byte[] kubeconfig = value(field, name, secret, "kubeconfig", Refusal.MISSING_SECRET);
    return switch (SafeKubeconfig.parse(new String(kubeconfig, StandardCharsets.UTF_8))) {
      case SafeKubeconfig.Accepted(LaneCredentials credentials) -> credentials;
      case SafeKubeconfig.Refused(String reason, String message, String fix) ->
          throw new Refusal(reason, "Secret " + name.orElseThrow() + ": " + message, fix);
    };
  }

  Optional<SshCredentials> ssh(
      ProtectedClusterSpec spec, Optional<String> name, Optional<Secret> secret) throws Refusal {
    Optional<Ssh> ssh = ssh(spec);
    if (spec.controlPlane() == null || spec.controlPlane().nodes() == null) {
      return Optional.empty();
    }
    String field = "spec.controlPlane.nodes.ssh.secretRef";
    byte[] key = value(field, name, secret, "id_ed25519", Refusal.MISSING_SECRET);
    byte[] knownHosts = value(field, name, secret, "known_hosts", Refusal.MISSING_KNOWN_HOSTS);
    return Optional.of(
        new SshCredentials(
            ssh.map(Ssh::user).filter(user -> !user.isBlank()).orElse(DEFAULT_USER),
            ssh.map(Ssh::port).orElse(DEFAULT_PORT),
            key,
            new String(knownHosts, StandardCharsets.UTF_8)));
  }

  private static byte[] value(
      String field, Optional<String> name, Optional<Secret> secret, String key, String reason)
      throws Refusal {
    if (name.isEmpty()) {
      throw new Refusal(
          Refusal.MISSING_SECRET, field + " names no Secret", "name the Secret there" + ENROLL);
    }
    if (secret.isEmpty()) {
      throw new Refusal(
          Refusal.MISSING_SECRET,
          "Secret " + name.get() + " does not exist in the cluster's namespace",
          "create it with the key " + key + ENROLL);
    }
    Map<String, String> data = Optional.ofNullable(secret.get().getData()).orElse(Map.of());
    byte[] value = decoded(data.getOrDefault(key, ""));
    if (new String(value, StandardCharsets.UTF_8).isBlank()) {
      throw new Refusal(
          reason, "Secret " + name.get() + " has no " + key, "add the key " + key + ENROLL);
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

  private static Refusal notAnAddress(String message) {
    return new Refusal(
        Refusal.ENDPOINT_NOT_AN_ADDRESS,
        message + "; names are not looked up, because name resolution may be down as well",
        "set url to https://<address>:<port>, such as https://10.0.0.6:6443");
  }
}
