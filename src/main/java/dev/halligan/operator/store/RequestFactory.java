package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.connection.ClusterKey;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.status.Timestamps;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Map;

/** Creates the request by which automation asks for a recovery. */
public final class RequestFactory {
  public static final String CLUSTER_LABEL = "halligan.dev/cluster";

  /** Label of a request: what created it. For selectors only; the spec is authoritative. */
  private static final String TRIGGER_LABEL = "halligan.dev/trigger";

  private static final String AUTOMATIC = "automatic";

  private final KubernetesClient client;

  public RequestFactory(KubernetesClient client) {
    this.client = client;
  }

  /** All unfinished requests and the cluster's history, as the server holds them now. */
  public RecoveryRequests read(ClusterKey cluster) {
    return new RequestReader(client).of(cluster.namespace(), cluster.name());
  }

  public RecoveryRequest make(
      ClusterKey cluster, ProtectedClusterSpec spec, Verdict verdict, Instant now) {
    return client.resource(request(cluster, spec, verdict, now)).create();
  }

  private static RecoveryRequest request(
      ClusterKey cluster, ProtectedClusterSpec spec, Verdict verdict, Instant now) {
    RecoveryRequest request = new RecoveryRequest();
    request.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(cluster.namespace())
            .withName(RequestNames.name(cluster.name(), now))
            .withAnnotations(
                Map.of(
                    InitialTimeline.ONSET, Timestamps.format(verdict.since()),
                    InitialTimeline.DETECTED, Timestamps.format(now)))
            .withLabels(Map.of(CLUSTER_LABEL, cluster.name(), TRIGGER_LABEL, AUTOMATIC))
            .build());
    String reason = verdict.word() + ": " + String.join(" ", verdict.evidence());
    request.setSpec(
        new RecoveryRequestSpec(
            new ObjectReference(cluster.name()),
            spec.playbook(),
            reason,
            null,
            null,
            null,
            Trigger.AUTOMATIC));
    return request;
  }
}
