package dev.halligan.operator.request;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryPlaybook;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.connection.ClusterKey;
import dev.halligan.control.Epoch;
import dev.halligan.control.GuardedClient;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.operator.decision.Playbooks;
import dev.halligan.operator.monitor.ClusterAssessment;
import dev.halligan.operator.monitor.MonitorRegistry;
import dev.halligan.operator.monitor.MonitoredCluster;
import dev.halligan.operator.request.RequestResolution.NoLongerNeeded;
import dev.halligan.operator.request.RequestResolution.NotYet;
import dev.halligan.operator.request.RequestResolution.Ready;
import dev.halligan.operator.request.RequestResolution.Refused;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.operator.store.RequestReader;
import dev.halligan.operator.store.StartPolicy;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.recovery.record.Kubectl;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.status.ConditionValue;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Resolves what a request refers to: its cluster, playbook, driver and probes. Reads only. */
public final class RequestResolver {
  private final KubernetesClient client;
  private final MonitorRegistry monitors;
  private final Epoch epoch;
  private final Clock clock;

  public RequestResolver(
      KubernetesClient client, MonitorRegistry monitors, Epoch epoch, Clock clock) {
    this.client = client;
    this.epoch = epoch;
    this.monitors = monitors;
    this.clock = clock;
  }

  RequestResolution resolve(RecoveryRequest request, boolean begun) {
    String name = RecoveryRequests.cluster(request);
    ClusterKey key = new ClusterKey(request.getMetadata().getNamespace(), name);
    Optional<MonitorRegistry.MonitorState> standing = monitors.find(key);
    if (standing.isEmpty()) {
      return cluster(key).isPresent()
          ? new NotYet("the cluster's monitor is starting")
          : new Refused(
              Reasons.CLUSTER_NOT_FOUND,
              ("ProtectedCluster %s does not exist in namespace %s. To list those that do:"
                      + " `kubectl get pcl -n %s`")
                  .formatted(name, key.namespace(), key.namespace()));
    }
    return switch (standing.get()) {
      case MonitorRegistry.Refused(ConditionValue f) -> new Refused(f.reason(), f.message());
      case MonitorRegistry.Watched(MonitoredCluster watched) -> ready(request, watched, begun);
    };
  }

  private RequestResolution ready(
      RecoveryRequest request, MonitoredCluster watched, boolean begun) {
    Optional<Refused> other = begun ? Optional.empty() : otherRequest(request);
    if (other.isPresent()) {
      return other.get();
    }
    Optional<Verdict> verdict = watched.monitor().assessment().map(ClusterAssessment::verdict);
    if (StartPolicy.isUnsure(request, verdict, clock.instant())) {
      return new NotYet("the cluster has not been probed yet");
    }
    if (StartPolicy.isObsolete(request, verdict, clock.instant())) {
      return new NoLongerNeeded(obsolete(request, verdict.orElseThrow()));
    }
    Optional<RequestResolution> closed =
        begun || RecoveryRequests.isDryRun(request) ? Optional.empty() : wayIn(watched);
    return closed.orElseGet(
        () ->
            new Ready(
                context(request, watched, verdict),
                () -> planning(request, watched.monitor().target().spec()),
                verdict.orElse(null)));
  }

  private static String obsolete(RecoveryRequest request, Verdict verdict) {
    return StartPolicy.waits(request)
        ? ("Nobody approved the recovery, and the API server has been healthy for at least %d"
                + " minutes. Nothing was changed. To recover anyway, create a new RecoveryRequest.")
            .formatted(StartPolicy.HEALTHY_GRACE.toMinutes())
        : ("The recovery did not start in time, and the cluster is now %s (%s). Nothing was"
                + " changed. Halligan creates a new request if it becomes overloaded again; to"
                + " recover anyway, create a RecoveryRequest.")
            .formatted(verdict.word(), String.join(" ", verdict.evidence()));
  }

  /** Checked only before the recovery starts; later each step handles a path that fails. */
  private static Optional<RequestResolution> wayIn(MonitoredCluster watched) {
    Optional<ConditionValue> found =
        watched.monitor().assessment().map(ClusterAssessment::breakGlass);
    if (found.isEmpty() || found.get().status().equals("Unknown")) {
      return Optional.of(new NotYet("break-glass access is being verified"));
    }
    return found.filter(f -> !f.isTrue()).map(f -> new Refused(f.reason(), f.message()));
  }

  private Optional<Refused> otherRequest(RecoveryRequest request) {
    if (RecoveryRequests.isDryRun(request)) {
      return Optional.empty();
    }
    return new RequestReader(client)
        .unfinished(request.getMetadata().getNamespace())
        .active(RecoveryRequests.cluster(request))
        .filter(a -> !a.getMetadata().getName().equals(request.getMetadata().getName()))
        .map(active -> new Refused(Reasons.ALREADY_RECOVERING, otherRequestDoes(active)));
  }

  /** Never leaves two requests that could both start: a waiting one lacks only its approval. */
  private static String otherRequestDoes(RecoveryRequest active) {
    String name = active.getMetadata().getName();
    Kubectl kubectl = new Kubectl(active.getMetadata().getNamespace(), name);
    return StartPolicy.waits(active)
        ? ("RecoveryRequest %s for this cluster waits for approval and was left alone. To recover"
                + " now, approve it: `%s`. To use this request instead, abort the other one"
                + " (`%s`), then create this one again")
            .formatted(name, kubectl.approve(), kubectl.abort())
        : ("RecoveryRequest %s is already recovering this cluster and was left alone. To follow"
                + " it: `%s`. To use this request instead, abort the other one (`%s`), then create"
                + " this one again")
            .formatted(name, kubectl.follow(), kubectl.abort());
  }

  private PassContext context(
      RecoveryRequest request, MonitoredCluster watched, Optional<Verdict> verdict) {
    ProtectedClusterSpec spec = watched.monitor().target().spec();
    Map<String, String> annotations =
        Optional.ofNullable(request.getMetadata().getAnnotations()).orElse(Map.of());
    return new PassContext(
        request.getSpec(),
        spec,
        RequestAnnotations.of(StartPolicy.needsApproval(request, spec, verdict), annotations),
        watched.driver(),
        watched.monitor().lanes(),
        watched.monitor().evidence(),
        new SecretUndoStore(GuardedClient.unguarded(client, epoch), request),
        clock);
  }

  private Planning planning(RecoveryRequest request, ProtectedClusterSpec spec) {
    ObjectReference named =
        request.getSpec().playbook() != null ? request.getSpec().playbook() : spec.playbook();
    return new Playbooks(this::playbook).plan(request.getMetadata().getNamespace(), named);
  }

  private Optional<RecoveryPlaybook> playbook(String namespace, String name) {
    return Optional.ofNullable(
        client.resources(RecoveryPlaybook.class).inNamespace(namespace).withName(name).get());
  }

  private Optional<ProtectedCluster> cluster(ClusterKey key) {
    return key.name() == null
        ? Optional.empty()
        : Optional.ofNullable(
            client
                .resources(ProtectedCluster.class)
                .inNamespace(key.namespace())
                .withName(key.name())
                .get());
  }
}
