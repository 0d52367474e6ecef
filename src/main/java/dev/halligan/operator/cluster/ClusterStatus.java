package dev.halligan.operator.cluster;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ProtectedClusterStatus;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.operator.monitor.ClusterAssessment;
import dev.halligan.operator.store.Question;
import dev.halligan.operator.store.StartPolicy;
import dev.halligan.policy.Decision;
import dev.halligan.status.ConditionSet;
import dev.halligan.status.ConditionValue;
import dev.halligan.status.Timestamps;
import java.time.Instant;
import java.util.Optional;

/** Builds a cluster's status. Pure. */
final class ClusterStatus {
  private ClusterStatus() {}

  /**
   * The status now.
   *
   * @param before the status so far, or null
   * @param ready whether the cluster is watched, or why not
   * @param assessment of the monitor; empty if there is none, or it has not probed yet
   */
  static ProtectedClusterStatus of(
      ProtectedClusterStatus before,
      long generation,
      ConditionValue ready,
      Optional<ClusterAssessment> assessment,
      Optional<RecoveryRequest> active,
      Instant now) {
    ConditionSet conditions = ConditionSet.of(before == null ? null : before.conditions());
    conditions = set(conditions, Conditions.READY, ready, generation, now);
    conditions =
        set(
            conditions,
            Conditions.BREAK_GLASS_READY,
            assessment.map(ClusterAssessment::breakGlass).orElseGet(() -> unwatched(ready)),
            generation,
            now);
    conditions =
        set(
            conditions,
            Conditions.OVERLOADED,
            assessment.map(ClusterStatus::overloaded).orElseGet(() -> unwatched(ready)),
            generation,
            now);
    conditions =
        set(
            conditions,
            Conditions.OBSERVER_TRUSTED,
            assessment.map(ClusterAssessment::observer).orElseGet(() -> unwatched(ready)),
            generation,
            now);
    conditions =
        set(conditions, Conditions.RECOVERING, recovering(assessment, active), generation, now);
    return new ProtectedClusterStatus(
        conditions.conditions(),
        assessment.map(o -> o.verdict().word()).orElse("Unknown"),
        assessment.map(o -> Timestamps.format(o.verdict().since())).orElse(null),
        assessment.map(o -> String.join(" ", o.verdict().evidence())).orElse(ready.message()),
        lastSeen(before, assessment),
        active.map(r -> r.getMetadata().getName()).orElse(null),
        generation);
  }

  private static ConditionSet set(
      ConditionSet conditions, String type, ConditionValue f, long generation, Instant now) {
    return conditions.with(type, f.status(), f.reason(), f.message(), generation, now);
  }

  private static ConditionValue unwatched(ConditionValue ready) {
    return ready.isTrue()
        ? ConditionValue.unknown(
            Reasons.ACCESS_NOT_VERIFIED, "The first round of probes is still running.")
        : ConditionValue.unknown(
            ready.reason(), "The cluster is not watched; see the condition Ready.");
  }

  private static ConditionValue overloaded(ClusterAssessment assessment) {
    String evidence = String.join(" ", assessment.verdict().evidence());
    return switch (assessment.verdict()) {
      case Verdict.Unknown v -> ConditionValue.unknown(v.word(), evidence);
      case Verdict v when v.mayAct() -> ConditionValue.yes(v.word(), evidence);
      case Verdict v -> ConditionValue.no(v.word(), evidence);
    };
  }

  private static ConditionValue recovering(
      Optional<ClusterAssessment> assessment, Optional<RecoveryRequest> active) {
    if (active.isPresent()) {
      String request =
          "RecoveryRequest "
              + active.get().getMetadata().getName()
              + Question.of(active.get()).map(q -> " waits for a person: " + q.text()).orElse("");
      return StartPolicy.waits(active.get())
          ? ConditionValue.no(Reasons.WAITING_FOR_APPROVAL, request)
          : ConditionValue.yes(Reasons.RECOVERY_RUNNING, request);
    }
    return assessment
        .flatMap(ClusterAssessment::decision)
        .filter(d -> d instanceof Decision.Refuse)
        .map(d -> ConditionValue.no(d.reason(), d.message()))
        .orElseGet(
            () ->
                ConditionValue.no(
                    Reasons.NOTHING_TO_DO, "The verdict does not call for a recovery."));
  }

  private static String lastSeen(
      ProtectedClusterStatus before, Optional<ClusterAssessment> assessment) {
    return assessment
        .map(ClusterAssessment::lastAnswer)
        .map(Timestamps::format)
        .orElse(before == null ? null : before.lastSeen());
  }
}
