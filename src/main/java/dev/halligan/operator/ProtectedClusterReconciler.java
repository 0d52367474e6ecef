package dev.halligan.operator;

import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterStatus;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.target.ClusterKey;
import dev.halligan.target.TargetConnections;
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

/**
 * Keeps one watch running for each protected cluster, and tells in its status what the watch sees.
 */
@ControllerConfiguration(name = ProtectedClusterReconciler.NAME)
final class ProtectedClusterReconciler implements Reconciler<ProtectedCluster> {
  static final String NAME = "protectedcluster";

  private final TargetConnections connections;
  private final Watches watches;
  private final WatchOpener opener;
  private final ClusterSources sources;
  private final Playbooks playbooks;
  private final ClusterNews news;
  private final Boundary boundary;
  private final Finalizer finalizer;
  private final Clock clock;

  ProtectedClusterReconciler(
      TargetConnections connections,
      Watches watches,
      WatchOpener opener,
      ClusterSources sources,
      Playbooks playbooks,
      ClusterNews news,
      Boundary boundary,
      Finalizer finalizer,
      Clock clock) {
    this.connections = connections;
    this.watches = watches;
    this.opener = opener;
    this.sources = sources;
    this.playbooks = playbooks;
    this.news = news;
    this.boundary = boundary;
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
    return boundary.pass(
        cluster, () -> context.isPrimaryResourceDeleted() ? forget(cluster) : pass(cluster));
  }

  private UpdateControl<ProtectedCluster> forget(ProtectedCluster cluster) {
    ClusterKey key = ClusterKey.of(cluster);
    watches.forget(key);
    connections.forget(key);
    opener.forget(key);
    return UpdateControl.noUpdate();
  }

  private UpdateControl<ProtectedCluster> pass(ProtectedCluster cluster) {
    ClusterKey key = ClusterKey.of(cluster);
    sources.woken(key);
    if (goes(cluster)) {
      return UpdateControl.noUpdate();
    }
    var connecting = connections.connect(cluster, name -> sources.secret(key.namespace(), name));
    ProtectedClusterStatus status = status(cluster, watches.settle(key, connecting));
    if (Objects.equals(status, cluster.getStatus())) {
      return UpdateControl.noUpdate();
    }
    news.tell(cluster, status);
    return UpdateControl.patchStatus(patch(cluster, status));
  }

  /**
   * A recovery cannot be undone without the cluster's description: it stays until that has ended.
   * True when the cluster goes now.
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

  private ProtectedClusterStatus status(ProtectedCluster cluster, Watches.Standing standing) {
    Finding ready =
        switch (standing) {
          case Watches.Watched _ ->
              playbooks
                  .objection(ClusterKey.of(cluster), cluster.getSpec())
                  .orElse(Finding.yes(Reasons.WATCHING, "both lanes of every endpoint are asked"));
          case Watches.Refused(Finding finding) -> finding;
        };
    Optional<Outlook> outlook =
        standing instanceof Watches.Watched(var watched)
            ? watched.watch().outlook()
            : Optional.empty();
    Optional<RecoveryRequest> active = sources.requests().active(cluster.getMetadata().getName());
    return ClusterStatus.of(
        cluster.getStatus(),
        cluster.getMetadata().getGeneration(),
        ready,
        outlook,
        active,
        clock.instant());
  }

  /** Fresh, so that spec and metadata stay the user's. */
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
