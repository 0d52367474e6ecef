package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Follows owner references from a pod to the workload that people know: ReplicaSet to Deployment,
 * Job to CronJob. Reads each owner once. An owner of another kind is named with its group, as
 * {@code Rollout.argoproj.io}: a DaemonSet of OpenKruise is not one of Kubernetes.
 */
final class TopWorkload {
  private static final String REPLICA_SET = "ReplicaSet";
  private static final Map<String, String> GROUPS =
      Map.of(
          "DaemonSet",
          "apps",
          "Deployment",
          "apps",
          "StatefulSet",
          "apps",
          REPLICA_SET,
          "apps",
          "CronJob",
          "batch",
          "Job",
          "batch");

  private final KubernetesClient client;
  private final Map<WorkloadReference, WorkloadReference> above = new HashMap<>();

  TopWorkload(KubernetesClient client) {
    this.client = client;
  }

  /** Empty for a pod without an owner and for a static pod. */
  Optional<WorkloadReference> of(ObjectMeta pod) {
    return controller(pod)
        .filter(owner -> !owner.getKind().equals("Node"))
        .map(owner -> resolve(reference(pod.getNamespace(), owner)));
  }

  /** The Job itself, or what makes it. */
  static WorkloadReference ofJob(ObjectMeta job) {
    return controller(job)
        .map(owner -> reference(job.getNamespace(), owner))
        .orElseGet(() -> new WorkloadReference("Job", job.getNamespace(), job.getName()));
  }

  /** Whether its direct owner is one that {@link RolloutList} lists, or a Job. */
  static boolean isOfAKnownKind(ObjectMeta pod) {
    return controller(pod)
        .map(owner -> reference(pod.getNamespace(), owner))
        .filter(TopWorkload::isKnown)
        .isPresent();
  }

  static boolean isKnown(WorkloadReference workload) {
    return GROUPS.containsKey(workload.kind()) && !workload.kind().equals(REPLICA_SET);
  }

  private WorkloadReference resolve(WorkloadReference direct) {
    var top = above.get(direct);
    if (top == null) {
      top = above(direct).orElse(direct);
      above.put(direct, top);
    }
    return top;
  }

  private Optional<WorkloadReference> above(WorkloadReference owner) {
    return metadata(owner)
        .flatMap(found -> controller(found.getMetadata()))
        .map(o -> reference(owner.namespace(), o));
  }

  private static WorkloadReference reference(String namespace, OwnerReference owner) {
    var group = group(owner);
    var known = group == null || group.equals(GROUPS.get(owner.getKind()));
    var kind = known || group.isEmpty() ? owner.getKind() : owner.getKind() + "." + group;
    return new WorkloadReference(kind, namespace, owner.getName());
  }

  /** Empty for the core group; null if the owner does not tell its version. */
  static String group(OwnerReference owner) {
    var version = owner.getApiVersion();
    if (version == null) {
      return null;
    }
    return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
  }

  private Optional<PartialObjectMetadata> metadata(WorkloadReference owner) {
    return switch (owner.kind()) {
      case REPLICA_SET ->
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
