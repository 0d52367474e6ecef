package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.diagnosis.Verdict;
import java.time.Instant;
import java.util.Optional;

/** Objections of the cluster, its people and the verdict to an act. */
final class Guards {

  private Guards() {}

  static Optional<Decision> globalStop(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.globalStop(),
        Reasons.GLOBAL_STOP,
        "The global stop is set: Halligan acts on no cluster. To end it, set stop to \"false\" in"
            + " ConfigMap halligan-config.");
  }

  static Optional<Decision> noOverload(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        !verdict.mayAct(),
        Reasons.NO_OVERLOAD,
        "The verdict is %s. Halligan acts only on overload.".formatted(verdict.word()));
  }

  static Optional<Decision> paused(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        !in.pauses().isEmpty(),
        Reasons.PAUSED,
        "Paused: %s. To resume, empty spec.pauses of the ProtectedCluster."
            .formatted(String.join("; ", in.pauses())));
  }

  static Optional<Decision> observeOnly(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.mode() == Mode.OBSERVE,
        Reasons.OBSERVE_ONLY,
        "Mode Observe: a recovery would have started now. To allow recoveries, set spec.mode to"
            + " Approve or Automatic.");
  }

  static Optional<Decision> breakGlassNotReady(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        !in.breakGlassReady(),
        Reasons.BREAK_GLASS_NOT_READY,
        "A recovery cannot start: %s"
            .formatted(
                in.breakGlassMissing().isEmpty()
                    ? "break-glass access is not ready. See the condition BreakGlassReady"
                    : String.join("; ", in.breakGlassMissing())));
  }

  static Optional<Decision> alreadyRecovering(Verdict verdict, PolicyInputs in, Instant now) {
    return in.activeRequest()
        .map(
            name ->
                new Decision.Refuse(
                    Reasons.ALREADY_RECOVERING,
                    "RecoveryRequest %s is already recovering this cluster.".formatted(name)));
  }

  static Optional<Decision> fleetDark(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.observer().fleetDoubtful() && !in.observer().confirmed(),
        Reasons.FLEET_UNREACHABLE,
        ("%d of %d clusters answer on no path, and no host of this one reports overload. The fault"
                + " is more likely on Halligan's side: check its network.")
            .formatted(in.observer().fleetDark(), in.observer().fleetSize()));
  }

  static Optional<Decision> observerInDoubt(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.observer().inDoubt(),
        Reasons.OBSERVER_IN_DOUBT,
        "Halligan itself was too slow a moment ago to judge this cluster. It decides once its own"
            + " probe has been fast for a while. Give it more CPU.");
  }

  static Optional<Decision> startingUp(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.observer().starting() && !in.observer().confirmed(),
        Reasons.STARTING_UP,
        "Halligan has watched this cluster and many others for less than a minute, and no host of"
            + " this one reports overload. It decides after that minute.");
  }

  static Optional<Decision> approvalNeeded(Verdict verdict, PolicyInputs in, Instant now) {
    return in.mode() == Mode.APPROVE
        ? Optional.of(
            new Decision.Ask(
                Reasons.APPROVAL_NEEDED,
                "Mode Approve: the recovery waits for a person's approval."))
        : Optional.empty();
  }

  static Optional<Decision> refuseIf(boolean objection, String reason, String message) {
    return objection ? Optional.of(new Decision.Refuse(reason, message)) : Optional.empty();
  }
}
