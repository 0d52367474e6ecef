package dev.halligan.target;

import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.TolerantSerialization;
import dev.halligan.probe.EndpointAddress;
import dev.halligan.probe.Lane;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.LaneTls;
import dev.halligan.target.Connecting.Connected;
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

/** The present connection of each target. Safe for many threads; no call here uses the network. */
public final class TargetConnections implements AutoCloseable {
  private final MeterRegistry meters;
  private final Clock clock;
  private final ConnectionReader reader;
  private final KubernetesSerialization serialization = TolerantSerialization.create();
  private final Map<ClusterKey, Known> connections = new ConcurrentHashMap<>();
  private final Map<ClusterKey, Resilience> resilience = new ConcurrentHashMap<>();

  private record Known(Source source, TargetConnection connection) {}

  /**
   * What a connection was made of: as long as it is the same, so is the connection. A pause or
   * another mode must not close it under a recovery.
   */
  private record Source(
      ProtectedClusterSpec.Access access,
      ProtectedClusterSpec.ControlPlane controlPlane,
      List<Optional<String>> secretVersions) {}

  /**
   * Creates the registry of a running operator.
   *
   * @param clock one that never goes back: a breaker would keep a recovery out for as long
   */
  public TargetConnections(MeterRegistry meters, Clock clock) {
    this(meters, clock, new ForbiddenAddresses());
  }

  /**
   * Creates a registry with its own rule for addresses.
   *
   * @param forbidden tells the addresses at which no endpoint may be
   */
  public TargetConnections(MeterRegistry meters, Clock clock, Predicate<InetAddress> forbidden) {
    this.meters = meters;
    this.clock = clock;
    this.reader = new ConnectionReader(forbidden);
  }

  /**
   * The connection that the resource and its Secrets describe now: the one from before while they
   * stay as they are in what concerns the way in, else a new one in its place; either hands out
   * this spec. A refusal takes the one from before away.
   *
   * @param secretsOfNamespace finds a Secret by name in the resource's namespace
   */
  public Connecting connect(
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
      } catch (Refusal refusal) {
        replace(key, null);
        return new Connecting.Refused(refusal.reason(), refusal.getMessage(), refusal.fix());
      }
    }
  }

  /** The connection made last, unless it was refused or forgotten. */
  public Optional<TargetConnection> find(ClusterKey key) {
    return Optional.ofNullable(connections.get(key)).map(Known::connection);
  }

  /** Closes the target's connection and takes its meters away. */
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
      throws Refusal {
    Map<String, EndpointAddress> endpoints = reader.endpoints(spec);
    Instant now = clock.instant();
    LaneCredentials admin = reader.lane(Lane.ADMIN, names.get(0), secrets.get(0));
    LaneTls adminTls = LaneCheck.check(Lane.ADMIN, admin, now);
    LaneCredentials ordinary = reader.lane(Lane.ORDINARY, names.get(1), secrets.get(1));
    LaneTls ordinaryTls = LaneCheck.check(Lane.ORDINARY, ordinary, now);
    Optional<SshCredentials> ssh = reader.ssh(spec, names.get(2), secrets.get(2));
    return new TargetConnection(
        key,
        spec,
        new TargetConnection.Lanes(admin, ordinary, ssh, firstEnd(adminTls, ordinaryTls)),
        endpoints,
        new AdminClients(adminTls, serialization),
        // kept from one connection to the next: a rotated Secret does not make a target well
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
