package dev.halligan.connection;

import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.TolerantSerialization;
import dev.halligan.connection.ConnectionResult.Connected;
import dev.halligan.probe.EndpointAddress;
import dev.halligan.probe.Lane;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.LaneTls;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The current connection of each target. Thread-safe; no call here uses the network. */
public final class TargetConnections implements AutoCloseable {
  private final MeterRegistry meters;
  private final Clock clock;
  private final ConnectionReader reader;
  private final KubernetesSerialization serialization = TolerantSerialization.create();
  private final Map<ClusterKey, Known> connections = new ConcurrentHashMap<>();
  private final Map<ClusterKey, Resilience> resilience = new ConcurrentHashMap<>();

  private record Known(Source source, TargetConnection connection) {}

  /**
   * What a connection was created from: while it is the same, the connection stays. A pause or
   * another mode must not close it during a recovery.
   */
  private record Source(
      ProtectedClusterSpec.Access access,
      ProtectedClusterSpec.ControlPlane controlPlane,
      List<Optional<String>> secretVersions) {}

  /**
   * Creates the registry of a running operator.
   *
   * @param clock one that never goes back: otherwise a breaker could block a recovery
   */
  public TargetConnections(MeterRegistry meters, Clock clock) {
    this(meters, clock, new ForbiddenAddresses());
  }

  /**
   * Creates a registry with its own rule for addresses.
   *
   * @param forbidden matches addresses that no endpoint may have
   */
  public TargetConnections(MeterRegistry meters, Clock clock, Predicate<InetAddress> forbidden) {
    this.meters = meters;
    this.clock = clock;
    this.reader = new ConnectionReader(forbidden);
  }

  /**
   * The connection that the resource and its Secrets describe now: the previous one while access
   * and Secrets are unchanged, otherwise a new one that replaces it; either returns this spec. A
   * refusal closes the previous connection.
   *
   * @param secretsOfNamespace finds a Secret by name in the resource's namespace
   */
  public ConnectionResult connect(
      ProtectedCluster cluster, Function<String, Optional<Secret>> secretsOfNamespace) {
    ClusterKey key = ClusterKey.of(cluster);
    ProtectedClusterSpec spec = cluster.getSpec();
    List<Optional<String>> names = ConnectionReader.secretNames(spec);
    List<Optional<Secret>> secrets =
        names.stream().map(name -> name.flatMap(secretsOfNamespace)).toList();
    Source source =
        new Source(
            spec.access(),
            spec.controlPlane(),
            secrets.stream().map(TargetConnections::version).toList());

    synchronized (this) {
      Known known = connections.get(key);
      if (known != null
          && known.source().equals(source)
          && clock.instant().isBefore(known.connection().usableUntil())) {
        known.connection().describe(spec);
        return new Connected(known.connection());
      }
      try {
        TargetConnection connection = create(key, spec, names, secrets);
        replace(key, new Known(source, connection));
        return new Connected(connection);
      } catch (InvalidConnectionException refusal) {
        replace(key, null);
        return new ConnectionResult.Refused(refusal.reason(), refusal.getMessage(), refusal.fix());
      }
    }
  }

  /** The last connection, unless it was refused or forgotten. */
  public Optional<TargetConnection> find(ClusterKey key) {
    return Optional.ofNullable(connections.get(key)).map(Known::connection);
  }

  /** Closes the target's connection and removes its meters. */
  public synchronized void forget(ClusterKey key) {
    replace(key, null);
    Resilience guards = resilience.remove(key);
    if (guards != null) {
      guards.close();
    }
  }

  @Override
  public void close() {
    List.copyOf(resilience.keySet()).forEach(this::forget);
  }

  private TargetConnection create(
      ClusterKey key,
      ProtectedClusterSpec spec,
      List<Optional<String>> names,
      List<Optional<Secret>> secrets)
      throws InvalidConnectionException {
    Map<String, EndpointAddress> endpoints = reader.endpoints(spec);
    Instant now = clock.instant();
    LaneCredentials admin = reader.lane(Lane.ADMIN, names.get(0), secrets.get(0));
    LaneTls adminTls = CredentialCheck.check(Lane.ADMIN, admin, now);
    LaneCredentials ordinary = reader.lane(Lane.ORDINARY, names.get(1), secrets.get(1));
    LaneTls ordinaryTls = CredentialCheck.check(Lane.ORDINARY, ordinary, now);
    Optional<SshCredentials> ssh = reader.ssh(spec, names.get(2), secrets.get(2));
    return new TargetConnection(
        key,
        spec,
        new TargetConnection.Lanes(admin, ordinary, ssh, firstEnd(adminTls, ordinaryTls)),
        endpoints,
        new AdminClients(adminTls, serialization),
        // kept from one connection to the next: a rotated Secret does not heal a target
        resilience.computeIfAbsent(key, it -> Resilience.of(it, meters, clock)));
  }

  private static Instant firstEnd(LaneTls admin, LaneTls ordinary) {
    return Stream.of(admin, ordinary)
        .flatMap(tls -> tls.clientCertificate().stream())
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private void replace(ClusterKey key, Known next) {
    Known before = next == null ? connections.remove(key) : connections.put(key, next);
    if (before != null) {
      before.connection().close();
    }
  }

  private static Optional<String> version(Optional<Secret> secret) {
    return secret.map(
        it -> it.getMetadata().getUid() + "/" + it.getMetadata().getResourceVersion());
  }
}
