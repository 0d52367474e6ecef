package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows owner references from a pod to the workload that people know: ReplicaSet to Deployment,
 * Job to CronJob. Reads each owner once.
 */
final class TopWorkload {
  private static final Set<String> KINDS =
      Set.of("DaemonSet", "Deployment", "StatefulSet", "CronJob", "Job");

  private final KubernetesClient client;
  private final Map<WorkloadReference, Optional<WorkloadReference>> above = new HashMap<>();

  TopWorkload(KubernetesClient client) {
    this.client = client;
  }

  /** Empty for a pod without an owner, a static pod, and owners of an unknown kind. */
  Optional<WorkloadReference> of(ObjectMeta pod) {
    return controller(pod).flatMap(owner -> resolve(pod.getNamespace(), owner));
  }

  private Optional<WorkloadReference> resolve(String namespace, OwnerReference owner) {
    var direct = new WorkloadReference(owner.getKind(), namespace, owner.getName());
    var top = above.get(direct);
    if (top == null) {
      top = above(direct).or(() -> Optional.of(direct)).filter(w -> KINDS.contains(w.kind()));
      above.put(direct, top);
    }
    return top;
  }

  private Optional<WorkloadReference> above(WorkloadReference owner) {
    return metadata(owner)
        .flatMap(found -> controller(found.getMetadata()))
        .map(o -> new WorkloadReference(o.getKind(), owner.namespace(), o.getName()))
        .filter(w -> KINDS.contains(w.kind()));
  }

  private Optional<PartialObjectMetadata> metadata(WorkloadReference owner) {
    return switch (owner.kind()) {
      case "ReplicaSet" ->
          Optional.ofNullable(
              client
                  .apps()
                  .replicaSets()
                  .inNamespace(owner.namespace())
                  .withName(owner.name())
                  .getAsPartialObjectMetadata());
      case "Job" ->
          Optional.ofNullable(
              client
                  .batch()
                  .v1()
                  .jobs()
                  .inNamespace(owner.namespace())
                  .withName(owner.name())
                  .getAsPartialObjectMetadata());
      default -> Optional.empty();
    };
  }

  private static Optional<OwnerReference> controller(ObjectMeta metadata) {
    return metadata.getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
