package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.diagnosis.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the policy is asked about, with nothing against an act unless it is said. */
final class GivenInputs {
  static final Instant NOW = Instant.parse("2024-12-11T15:16:00Z");
  static final List<String> WHY = List.of("because");
  static final Verdict OVERLOADED = new Verdict.Overloaded(NOW, WHY);

  private GivenInputs() {}

  static PolicyInputs triedAt(PolicyInputs in, Instant at) {
    return new PolicyInputs(
        in.mode(),
        in.pauses(),
        in.breakGlassReady(),
        in.globalStop(),
        in.recoveringElsewhere(),
        in.pastRecoveries(),
        Optional.of(at),
        in.observer(),
        in.activeRequest(),
        in.brakes(),
        in.breakGlassMissing());
  }

  static PolicyInputs inputs(Mode mode, List<Instant> pastRecoveries) {
    return inputs(
        mode,
        List.of(),
        true,
        false,
        0,
        pastRecoveries,
        ObserverState.TRUSTED,
        Optional.empty(),
        ActionLimits.DEFAULT);
  }

  static PolicyInputs inputs(
      Mode mode,
      List<String> pauses,
      boolean breakGlassReady,
      boolean globalStop,
      int recoveringElsewhere,
      List<Instant> pastRecoveries,
      ObserverState observer,
      Optional<String> activeRequest,
      ActionLimits brakes) {
    return new PolicyInputs(
        mode,
        pauses,
        breakGlassReady,
        globalStop,
        recoveringElsewhere,
        pastRecoveries,
        Optional.empty(),
        observer,
        activeRequest,
        brakes,
        List.of());
  }
}
