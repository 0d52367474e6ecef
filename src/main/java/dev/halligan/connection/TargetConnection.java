package dev.halligan.connection;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.probe.EndpointAddress;
import dev.halligan.probe.LaneCredentials;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One target as its resource and Secrets describe it. Creating it sends nothing to the target. */
public final class TargetConnection implements AutoCloseable {
  /** Long enough for the exempt lane of an overloaded API server, short enough to try elsewhere. */
  static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(3);

  private final ClusterKey key;
  private final Lanes lanes;
  private final Map<String, EndpointAddress> endpoints;
  private final AdminClients clients;
  private final Resilience resilience;
  private volatile ProtectedClusterSpec spec;
  private volatile String preferred;

  /**
   * The credentials of a target.
   *
   * @param usableUntil when the first of their certificates expires; {@link Instant#MAX} if none
   */
  record Lanes(
      LaneCredentials admin,
      LaneCredentials ordinary,
      Optional<SshCredentials> ssh,
      Instant usableUntil) {}

  /** {@code endpoints}: by name, in the order of the resource; at least one. */
  TargetConnection(
      ClusterKey key,
      ProtectedClusterSpec spec,
      Lanes lanes,
      Map<String, EndpointAddress> endpoints,
      AdminClients clients,
      Resilience resilience) {
    this.key = key;
    this.spec = spec;
    this.lanes = lanes;
    this.endpoints = endpoints;
    this.clients = clients;
    this.resilience = resilience;
    this.preferred = endpoints.keySet().iterator().next();
  }

  /** The key of the cluster. */
  public ClusterKey key() {
    return key;
  }

  /** The resource's current spec; its access is the one that this connection was created from. */
  public ProtectedClusterSpec spec() {
    return spec;
  }

  void describe(ProtectedClusterSpec newest) {
    spec = newest;
  }

  /** Credentials of the lane that API Priority and Fairness exempts. */
  public LaneCredentials adminLane() {
    return lanes.admin();
  }

  /** Credentials of an ordinary workload. */
  public LaneCredentials ordinaryLane() {
    return lanes.ordinary();
  }

  /** How to log in to the control-plane hosts; empty if the resource has none. */
  public Optional<SshCredentials> ssh() {
    return lanes.ssh();
  }

  /** The admin-lane client of the preferred endpoint: one attempt, 3 s. Do not close it. */
  public KubernetesClient admin() {
    return admin(ADMIN_TIMEOUT);
  }

  /** The same with another deadline for each request, such as for a request dump. */
  public KubernetesClient admin(Duration timeout) {
    return clients.to(endpoints.get(preferred), timeout);
  }

  /**
   * Admin-lane clients, one to each endpoint in the order of the resource. The caller closes them.
   */
  public List<KubernetesClient> adminToEach(Duration timeout) {
    return endpoints.values().stream().map(each -> clients.once(each, timeout)).toList();
  }

  /**
   * The same for servers behind the endpoints, at their own addresses; they present the certificate
   * of the preferred endpoint.
   */
  public List<KubernetesClient> adminToEach(List<InetSocketAddress> servers, Duration timeout) {
    String serverName = endpoints.get(preferred).serverName();
    return servers.stream()
        .map(server -> clients.once(new EndpointAddress(server, serverName), timeout))
        .toList();
  }

  /**
   * Prefers that endpoint from now on: the one whose admin lane answered last. Existing clients
   * keep theirs.
   *
   * @throws IllegalArgumentException if the resource has no endpoint of that name
   */
  public void preferEndpoint(String name) {
    if (!endpoints.containsKey(name)) {
      throw new IllegalArgumentException("no endpoint is named " + name);
    }
    preferred = name;
  }

  /** Circuit breaker, rate limiter, bulkhead and retry; they outlive this connection. */
  public Resilience resilience() {
    return resilience;
  }

  @Override
  public void close() {
    clients.close();
  }

  Instant usableUntil() {
    return lanes.usableUntil();
  }
}
