package dev.halligan.operator.cluster;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterStatus;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.observe.Events;
import dev.halligan.observe.Events.Type;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reports the difference between two statuses of a cluster as events. */
public final class ClusterEventReporter {
  private static final Set<String> NOT_WORTH_TELLING =
      Set.of(
          Reasons.NOTHING_TO_DO,
          Reasons.RECOVERY_RUNNING,
          Reasons.WAITING_FOR_APPROVAL,
          Reasons.ALREADY_RECOVERING);

  private final Events events;

  public ClusterEventReporter(Events events) {
    this.events = events;
  }

  void tell(ProtectedCluster cluster, ProtectedClusterStatus now) {
    ProtectedClusterStatus before = cluster.getStatus();
    if (before != null && !Objects.equals(before.verdict(), now.verdict())) {
      Type type = "Healthy".equals(now.verdict()) ? Type.NORMAL : Type.WARNING;
      events.record(cluster, type, Reasons.VERDICT_CHANGED, now.verdict() + ": " + now.message());
    }
    if (now.activeRequest() != null
        && (before == null || !now.activeRequest().equals(before.activeRequest()))) {
      events.record(
          cluster,
          Type.WARNING,
          Reasons.RECOVERY_REQUESTED,
          "RecoveryRequest " + now.activeRequest());
    }
    heldBack(before, now)
        .ifPresent(
            c ->
                events.record(
                    cluster,
                    Type.WARNING,
                    Reasons.RECOVERY_SUPPRESSED,
                    c.getReason() + ": " + c.getMessage()));
  }

  private static Optional<Condition> heldBack(
      ProtectedClusterStatus before, ProtectedClusterStatus now) {
    String earlier = recovering(before).map(Condition::getReason).orElse(null);
    return recovering(now)
        .filter(c -> !NOT_WORTH_TELLING.contains(c.getReason()))
        .filter(c -> !c.getReason().equals(earlier));
  }

  private static Optional<Condition> recovering(ProtectedClusterStatus status) {
    return ConditionSet.of(status == null ? null : status.conditions()).get(Conditions.RECOVERING);
  }
}
