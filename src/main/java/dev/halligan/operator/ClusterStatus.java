package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ProtectedClusterStatus;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.policy.Decision;
import dev.halligan.recovery.ConditionSet;
import dev.halligan.recovery.Times;
import java.time.Instant;
import java.util.Optional;

/** Tells a cluster's state in its status. Pure. */
final class ClusterStatus {
  private ClusterStatus() {}

  /**
   * The status now.
   *
   * @param before the status so far, or null
   * @param ready whether the cluster is watched, or why not
   * @param outlook what the watch sees; empty when there is no watch or it has not looked yet
   */
  static ProtectedClusterStatus of(
      ProtectedClusterStatus before,
      long generation,
      Finding ready,
      Optional<Outlook> outlook,
      Optional<RecoveryRequest> active,
      Instant now) {
    ConditionSet conditions = ConditionSet.of(before == null ? null : before.conditions());
    conditions = set(conditions, Conditions.READY, ready, generation, now);
    conditions =
        set(
            conditions,
            Conditions.BREAK_GLASS_READY,
            outlook.map(Outlook::breakGlass).orElseGet(() -> unwatched(ready)),
            generation,
            now);
    conditions =
        set(
            conditions,
            Conditions.OVERLOADED,
            outlook.map(ClusterStatus::overloaded).orElseGet(() -> unwatched(ready)),
            generation,
            now);
    conditions =
        set(conditions, Conditions.RECOVERING, recovering(outlook, active), generation, now);
    return new ProtectedClusterStatus(
        conditions.conditions(),
        outlook.map(o -> o.verdict().word()).orElse("Unknown"),
        outlook.map(o -> Times.format(o.verdict().since())).orElse(null),
        outlook.map(o -> String.join(" ", o.verdict().evidence())).orElse(ready.message()),
        lastSeen(before, outlook),
        active.map(r -> r.getMetadata().getName()).orElse(null),
        generation);
  }

  private static ConditionSet set(
      ConditionSet conditions, String type, Finding f, long generation, Instant now) {
    return conditions.with(type, f.status(), f.reason(), f.message(), generation, now);
  }

  private static Finding unwatched(Finding ready) {
    return ready.isTrue()
        ? Finding.unknown(Reasons.NOT_PROVEN_YET, "the first round of probes is under way")
        : Finding.unknown(ready.reason(), "not watched, see condition Ready");
  }

  private static Finding overloaded(Outlook outlook) {
    String evidence = String.join(" ", outlook.verdict().evidence());
    return switch (outlook.verdict()) {
      case Verdict.Unknown v -> Finding.unknown(v.word(), evidence);
      case Verdict v when v.mayAct() -> Finding.yes(v.word(), evidence);
      case Verdict v -> Finding.no(v.word(), evidence);
    };
  }

  private static Finding recovering(Optional<Outlook> outlook, Optional<RecoveryRequest> active) {
    if (active.isPresent()) {
      String request =
          "RecoveryRequest "
              + active.get().getMetadata().getName()
              + Question.of(active.get()).map(q -> " waits for a person: " + q.text()).orElse("");
      return Waiting.waits(active.get())
          ? Finding.no(Reasons.WAITING_FOR_APPROVAL, request)
          : Finding.yes(Reasons.RECOVERY_RUNNING, request);
    }
    return outlook
        .flatMap(Outlook::decision)
        .filter(d -> d instanceof Decision.Refuse)
        .map(d -> Finding.no(d.reason(), d.message()))
        .orElseGet(() -> Finding.no(Reasons.NOTHING_TO_DO, "the verdict asks for no act"));
  }

  private static String lastSeen(ProtectedClusterStatus before, Optional<Outlook> outlook) {
    return outlook
        .map(Outlook::lastAnswer)
        .map(Times::format)
        .orElse(before == null ? null : before.lastSeen());
  }
}
