package dev.halligan.operator;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.Times;
import dev.halligan.target.ClusterKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Map;

/** Makes the request by which automation asks for a recovery. */
final class RequestMaker {
  static final String CLUSTER_LABEL = "halligan.dev/cluster";

  /** For people's selectors; what counts is in the spec. */
  private static final String TRIGGER_LABEL = "halligan.dev/trigger";

  private static final String AUTOMATIC = "automatic";

  private final KubernetesClient client;

  RequestMaker(KubernetesClient client) {
    this.client = client;
  }

  /** What the server holds now of all that runs, and of the cluster's history. */
  RequestBook read(ClusterKey cluster) {
    return new RequestReader(client).of(cluster.namespace(), cluster.name());
  }

  RecoveryRequest make(
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
                    Beginning.ONSET, Times.format(verdict.since()),
                    Beginning.DETECTED, Times.format(now)))
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
