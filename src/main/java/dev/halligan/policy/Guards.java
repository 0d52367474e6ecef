package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.diagnosis.FleetDarkness;
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
        FleetDarkness.doubtful(in.fleetSize(), in.fleetDark()),
        Reasons.FLEET_DARK,
        "%d of %d clusters do not answer at once: more likely the fault is on this side."
            .formatted(in.fleetDark(), in.fleetSize()));
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
