package dev.halligan.e2e.plane;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Objects;

/** Ready replicas of workloads; 0 while some are missing, or for one that is not there. */
final class Replicas {
  private Replicas() {}

  static int ready(Deployment found) {
    return found == null
        ? 0
        : whole(found.getStatus().getReplicas(), found.getStatus().getReadyReplicas());
  }

  static int ready(StatefulSet found) {
    return found == null
        ? 0
        : whole(found.getSpec().getReplicas(), found.getStatus().getReadyReplicas());
  }

  private static int whole(Integer wanted, Integer ready) {
    return Objects.equals(wanted, ready) ? Objects.requireNonNullElse(ready, 0) : 0;
  }

  /** Whether every replica is ready and of the newest template. */
  static boolean isRolledOut(Deployment found) {
    var status = found.getStatus();
    Integer wanted = found.getSpec().getReplicas();
    return Objects.equals(status.getObservedGeneration(), found.getMetadata().getGeneration())
        && Objects.equals(status.getUpdatedReplicas(), wanted)
        && Objects.equals(status.getReplicas(), wanted)
        && Objects.equals(status.getReadyReplicas(), wanted);
  }
}
