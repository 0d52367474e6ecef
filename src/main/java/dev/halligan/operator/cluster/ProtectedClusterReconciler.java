package dev.halligan.operator.cluster;

import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterStatus;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.connection.ClusterKey;
import dev.halligan.connection.TargetConnections;
import dev.halligan.operator.decision.Playbooks;
import dev.halligan.operator.monitor.ClusterAssessment;
import dev.halligan.operator.monitor.MonitorFactory;
import dev.halligan.operator.monitor.MonitorRegistry;
import dev.halligan.operator.runtime.ReconcileGuard;
import dev.halligan.operator.store.Finalizer;
import dev.halligan.status.ConditionValue;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keeps one monitor running for each protected cluster, and reports its results in the status. */
@ControllerConfiguration(name = ProtectedClusterReconciler.NAME)
public final class ProtectedClusterReconciler implements Reconciler<ProtectedCluster> {
  public static final String NAME = "protectedcluster";

  private final TargetConnections connections;
  private final MonitorRegistry monitors;
  private final MonitorFactory opener;
  private final ClusterEventSources sources;
  private final Playbooks playbooks;
  private final ClusterEventReporter news;
  private final ReconcileGuard guard;
  private final Finalizer finalizer;
  private final Clock clock;

  public ProtectedClusterReconciler(
      TargetConnections connections,
      MonitorRegistry monitors,
      MonitorFactory opener,
      ClusterEventSources sources,
      Playbooks playbooks,
      ClusterEventReporter news,
      ReconcileGuard guard,
      Finalizer finalizer,
      Clock clock) {
    this.connections = connections;
    this.monitors = monitors;
    this.opener = opener;
    this.sources = sources;
    this.playbooks = playbooks;
    this.news = news;
    this.guard = guard;
    this.finalizer = finalizer;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, ProtectedCluster>> prepareEventSources(
      EventSourceContext<ProtectedCluster> context) {
    return sources.prepare(context);
  }

  @Override
  public UpdateControl<ProtectedCluster> reconcile(
      ProtectedCluster cluster, Context<ProtectedCluster> context) throws Exception {
    return guard.run(
        cluster, () -> context.isPrimaryResourceDeleted() ? forget(cluster) : publish(cluster));
  }

  private UpdateControl<ProtectedCluster> forget(ProtectedCluster cluster) {
    ClusterKey key = ClusterKey.of(cluster);
    monitors.forget(key);
    connections.forget(key);
    opener.forget(key);
    return UpdateControl.noUpdate();
  }

  private UpdateControl<ProtectedCluster> publish(ProtectedCluster cluster) {
    ClusterKey key = ClusterKey.of(cluster);
    sources.woken(key);
    if (goes(cluster)) {
      return UpdateControl.noUpdate();
    }
    var connecting = connections.connect(cluster, name -> sources.secret(key.namespace(), name));
    ProtectedClusterStatus status = status(cluster, monitors.settle(key, connecting));
    if (Objects.equals(status, cluster.getStatus())) {
      return UpdateControl.noUpdate();
    }
    news.tell(cluster, status);
    return UpdateControl.patchStatus(patch(cluster, status));
  }

  /**
   * A recovery cannot be rolled back without the ProtectedCluster, so that stays until the recovery
   * has ended. True if the ProtectedCluster is removed now.
   */
  private boolean goes(ProtectedCluster cluster) {
    boolean recovering =
        sources
            .requests()
            .active(cluster.getMetadata().getName())
            .filter(Finalizer::isOn)
            .isPresent();
    if (recovering && !Finalizer.isOn(cluster) && !Finalizer.isDeleted(cluster)) {
      finalizer.add(cluster);
    }
    if (!recovering && Finalizer.isOn(cluster)) {
      finalizer.remove(cluster);
      return Finalizer.isDeleted(cluster);
    }
    return false;
  }

  private ProtectedClusterStatus status(
      ProtectedCluster cluster, MonitorRegistry.MonitorState standing) {
    ConditionValue ready =
        switch (standing) {
          case MonitorRegistry.Watched _ ->
              playbooks
                  .objection(ClusterKey.of(cluster), cluster.getSpec())
                  .orElse(
                      ConditionValue.yes(
                          Reasons.WATCHING, "Halligan probes both lanes of every endpoint."));
          case MonitorRegistry.Refused(ConditionValue finding) -> finding;
        };
    Optional<ClusterAssessment> assessment =
        standing instanceof MonitorRegistry.Watched(var watched)
            ? watched.monitor().assessment()
            : Optional.empty();
    Optional<RecoveryRequest> active = sources.requests().active(cluster.getMetadata().getName());
    return ClusterStatus.of(
        cluster.getStatus(),
        cluster.getMetadata().getGeneration(),
        ready,
        assessment,
        active,
        clock.instant());
  }

  /** A new object, so that spec and metadata stay the user's. */
  private static ProtectedCluster patch(ProtectedCluster cluster, ProtectedClusterStatus status) {
    ProtectedCluster patch = new ProtectedCluster();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(cluster.getMetadata().getNamespace())
            .withName(cluster.getMetadata().getName())
            .build());
    patch.setStatus(status);
    return patch;
  }
}
