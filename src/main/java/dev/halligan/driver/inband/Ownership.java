package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.WorkloadKind;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which workload owns a pod, judged by the pod alone, because the workload and objects in between
 * may be gone. Controllers name a ReplicaSet after its Deployment and a Job after its CronJob.
 */
final class Ownership {
  private static final Pattern REPLICA_SET_SUFFIX = Pattern.compile("-[a-z0-9]{1,10}");
  private static final String ROLLOUT_HASH = "rollouts-pod-template-hash";
  private static final Pattern JOB_SUFFIX = Pattern.compile("-[0-9]{1,11}");

  private Ownership() {}

  static boolean owns(WorkloadReference workload, ObjectMeta pod) {
    return pod.getOwnerReferences().stream()
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .filter(o -> isOfGroup(WorkloadKind.of(workload).context().getGroup(), o))
        .anyMatch(o -> owns(workload, o, pod));
  }

  /** Others have kinds of these names too: a DaemonSet of OpenKruise, a Job of Volcano. */
  private static boolean isOfGroup(String group, OwnerReference owner) {
    var found = TopWorkload.group(owner);
    return found == null || found.equals(group);
  }

  private static boolean owns(WorkloadReference workload, OwnerReference owner, ObjectMeta pod) {
    return switch (WorkloadKind.of(workload)) {
      case DEPLOYMENT ->
          derived(workload, owner, "ReplicaSet", REPLICA_SET_SUFFIX) && !isOfAnArgoRollout(pod);
      case CRON_JOB -> derived(workload, owner, "Job", JOB_SUFFIX);
      case DAEMON_SET, STATEFUL_SET, JOB ->
          owner.getKind().equals(workload.kind()) && owner.getName().equals(workload.name());
    };
  }

  /** A Rollout of the Deployment's name names its ReplicaSets alike, and labels their pods. */
  private static boolean isOfAnArgoRollout(ObjectMeta pod) {
    return pod.getLabels() != null && pod.getLabels().containsKey(ROLLOUT_HASH);
  }

  private static boolean derived(
      WorkloadReference workload, OwnerReference owner, String kind, Pattern suffix) {
    return owner.getKind().equals(kind)
        && owner.getName().startsWith(workload.name())
        && suffix.matcher(owner.getName().substring(workload.name().length())).matches();
  }

  /** Labels that all of them have: a selector that finds them again without reading all pods. */
  static Map<String, String> commonLabels(List<ObjectMeta> pods) {
    var common = new HashMap<String, String>();
    for (var pod : pods) {
      var labels = pod.getLabels() == null ? Map.<String, String>of() : pod.getLabels();
      if (pod == pods.getFirst()) {
        common.putAll(labels);
      }
      common.entrySet().removeIf(e -> !Objects.equals(labels.get(e.getKey()), e.getValue()));
    }
    return common;
  }
}
