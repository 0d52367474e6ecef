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
    return PolicyInputsBuilder.builder()
        .mode(in.mode())
        .pauses(in.pauses())
        .breakGlassReady(in.breakGlassReady())
        .globalStop(in.globalStop())
        .recoveringElsewhere(in.recoveringElsewhere())
        .pastRecoveries(in.pastRecoveries())
        .lastAttempt(Optional.of(at))
        .observer(in.observer())
        .activeRequest(in.activeRequest())
        .brakes(in.brakes())
        .breakGlassMissing(in.breakGlassMissing())
        .build();
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
    return PolicyInputsBuilder.builder()
        .mode(mode)
        .pauses(pauses)
        .breakGlassReady(breakGlassReady)
        .globalStop(globalStop)
        .recoveringElsewhere(recoveringElsewhere)
        .pastRecoveries(pastRecoveries)
        .observer(observer)
        .activeRequest(activeRequest)
        .brakes(brakes)
        .breakGlassMissing(List.of())
        .build();
  }
}
