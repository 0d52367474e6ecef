package dev.halligan.operator.cluster;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybook;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.connection.ClusterKey;
import dev.halligan.observe.Heartbeats;
import dev.halligan.operator.monitor.MonitorFactory;
import dev.halligan.operator.store.Abridged;
import dev.halligan.operator.store.History;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.operator.store.RequestReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What wakes the reconciler of a protected cluster besides the cluster itself: its Secrets, so that
 * rotated credentials reconnect; its playbook; its requests; and its monitor. Doubles as the cache
 * of all but the last.
 */
public final class ClusterEventSources {
  private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(3);

  private final Heartbeats heartbeats;
  private volatile Cache<ProtectedCluster> clusters;
  private volatile InformerEventSource<Secret, ProtectedCluster> secrets;
  private volatile InformerEventSource<RecoveryRequest, ProtectedCluster> requests;
  private volatile InformerEventSource<RecoveryPlaybook, ProtectedCluster> playbooks;
  private volatile SimpleInboundEventSource<ProtectedCluster> monitor;

  public ClusterEventSources(Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
  }

  /** The cluster was reconciled. */
  void woken(ClusterKey key) {
    heartbeats.ended(MonitorFactory.expectation(key));
  }

  List<EventSource<?, ProtectedCluster>> prepare(EventSourceContext<ProtectedCluster> context) {
    clusters = context.getPrimaryCache();
    secrets =
        source(Secret.class, context, s -> users(context, s, ClusterEventSources::secretNames));
    playbooks =
        source(
            RecoveryPlaybook.class, context, p -> users(context, p, ClusterEventSources::playbook));
    requests =
        new InformerEventSource<>(
            describe(RecoveryRequest.class, ClusterEventSources::clusterOf)
                .withInformerListLimit(RequestReader.PAGE)
                .build(),
            context);
    monitor = new SimpleInboundEventSource<>("monitor");
    return List.of(secrets, playbooks, requests, monitor);
  }

  /** A Secret from the cache. */
  Optional<Secret> secret(String namespace, String name) {
    return secrets.get(new ResourceID(name, namespace));
  }

  /** A playbook from the cache. */
  public Optional<RecoveryPlaybook> playbook(String namespace, String name) {
    return playbooks.get(new ResourceID(name, namespace));
  }

  /** How long the cluster's finished requests are kept; the defaults for a cluster that is gone. */
  public History history(ClusterKey key) {
    var cache = clusters;
    return cache == null
        ? History.DEFAULT
        : cache
            .get(new ResourceID(key.name(), key.namespace()))
            .map(c -> History.of(c.getSpec()))
            .orElse(History.DEFAULT);
  }

  /** All requests in the cache; finished ones are {@link Abridged}. */
  public RecoveryRequests requests() {
    var cache = requests;
    return new RecoveryRequests(cache == null ? List.of() : cache.list(_ -> true).toList());
  }

  /**
   * Requests a write of the cluster's status; that it happens proves that the SDK's loop is alive.
   */
  public void wake(ClusterKey key) {
    var source = monitor;
    if (source != null && source.isRunning()) {
      heartbeats.expect(MonitorFactory.expectation(key), WRITTEN_WITHIN);
      source.propagateEvent(new ResourceID(key.name(), key.namespace()));
    }
  }

  private static <R extends HasMetadata> InformerEventSource<R, ProtectedCluster> source(
      Class<R> type,
      EventSourceContext<ProtectedCluster> context,
      SecondaryToPrimaryMapper<R> mapper) {
    return new InformerEventSource<>(describe(type, mapper).build(), context);
  }

  private static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> describe(
      Class<R> type, SecondaryToPrimaryMapper<R> mapper) {
    return InformerEventSourceConfiguration.from(type, ProtectedCluster.class)
        .withName(type.getSimpleName())
        .withSecondaryToPrimaryMapper(mapper)
        .withNamespacesInheritedFromController();
  }

  /** The clusters whose spec names the resource. */
  private static Set<ResourceID> users(
      EventSourceContext<ProtectedCluster> context,
      HasMetadata named,
      Function<ProtectedClusterSpec, Stream<String>> names) {
    String name = named.getMetadata().getName();
    return context
        .getPrimaryCache()
        .list(
            named.getMetadata().getNamespace(),
            c -> c.getSpec() != null && names.apply(c.getSpec()).anyMatch(name::equals))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static Set<ResourceID> clusterOf(RecoveryRequest request) {
    String cluster = RecoveryRequests.cluster(request);
    return cluster == null
        ? Set.of()
        : Set.of(new ResourceID(cluster, request.getMetadata().getNamespace()));
  }

  private static Stream<String> playbook(ProtectedClusterSpec spec) {
    return Stream.ofNullable(spec.playbook()).map(ObjectReference::name);
  }

  private static Stream<String> secretNames(ProtectedClusterSpec spec) {
    var access = Optional.ofNullable(spec.access());
    return Stream.of(
            access.map(a -> a.admin()).map(c -> c.secretRef()),
            access.map(a -> a.ordinary()).map(c -> c.secretRef()),
            Optional.ofNullable(spec.controlPlane())
                .map(c -> c.nodes())
                .map(n -> n.ssh())
                .map(s -> s.secretRef()))
        .flatMap(Optional::stream)
        .map(r -> r.name());
  }
}
