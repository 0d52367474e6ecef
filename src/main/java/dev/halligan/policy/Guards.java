package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.diagnosis.Verdict;
import java.time.Instant;
import java.util.Optional;

/** What the cluster, its people and the verdict say against an act. */
final class Guards {

  private Guards() {}

  static Optional<Decision> globalStop(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.globalStop(),
        Reasons.GLOBAL_STOP,
        "A global stop is set: nothing is done on any cluster until it is taken away.");
  }

  static Optional<Decision> noOverload(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        !verdict.mayAct(),
        Reasons.NO_OVERLOAD,
        "The verdict is %s: only overload leads to an act.".formatted(verdict.word()));
  }

  static Optional<Decision> paused(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        !in.pauses().isEmpty(),
        Reasons.PAUSED,
        "Paused: %s. Acting starts again when spec.pauses is empty."
            .formatted(String.join("; ", in.pauses())));
  }

  static Optional<Decision> observeOnly(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.mode() == Mode.OBSERVE,
        Reasons.OBSERVE_ONLY,
        "Mode Observe: a recovery would have started now. Set spec.mode to Approve or Automatic"
            + " to let it.");
  }

  static Optional<Decision> breakGlassNotReady(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        !in.breakGlassReady(),
        Reasons.BREAK_GLASS_NOT_READY,
        "The way in past the API server is not ready: %s."
            .formatted(
                in.breakGlassMissing().isEmpty()
                    ? "see the condition BreakGlassReady"
                    : String.join("; ", in.breakGlassMissing())));
  }

  static Optional<Decision> alreadyRecovering(Verdict verdict, PolicyInputs in, Instant now) {
    return in.activeRequest()
        .map(
            name ->
                new Decision.Refuse(
                    Reasons.ALREADY_RECOVERING,
                    "RecoveryRequest %s is recovering this cluster already.".formatted(name)));
  }

  static Optional<Decision> fleetDark(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.observer().fleetDoubtful() && !in.observer().confirmed(),
        Reasons.FLEET_DARK,
        "%d of %d clusters say nothing on any path, and no host of this one speaks for overload: more likely the fault is on this side."
            .formatted(in.observer().fleetDark(), in.observer().fleetSize()));
  }

  static Optional<Decision> observerInDoubt(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.observer().inDoubt(),
        Reasons.OBSERVER_IN_DOUBT,
        "Halligan was too slow itself a moment ago to judge others. It decides when it has answered itself in time for a while; give it more CPU.");
  }

  static Optional<Decision> startingUp(Verdict verdict, PolicyInputs in, Instant now) {
    return refuseIf(
        in.observer().starting() && !in.observer().confirmed(),
        Reasons.STARTING_UP,
        "Halligan has watched this cluster and many others for less than a minute, and no host of this one speaks for overload.");
  }

  static Optional<Decision> approvalNeeded(Verdict verdict, PolicyInputs in, Instant now) {
    return in.mode() == Mode.APPROVE
        ? Optional.of(
            new Decision.Ask(
                Reasons.APPROVAL_NEEDED,
                "Mode Approve: the recovery is planned and waits for a person's approval."))
        : Optional.empty();
  }

  static Optional<Decision> refuseIf(boolean objection, String reason, String message) {
    return objection ? Optional.of(new Decision.Refuse(reason, message)) : Optional.empty();
  }
}
