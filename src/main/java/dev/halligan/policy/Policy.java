package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.diagnosis.Verdict;
import java.time.Instant;
import java.util.List;

/** The guards between a verdict and an act. The first objection decides. */
public final class Policy {

  private static final List<Guard> CHAIN =
      List.of(
          Guards::globalStop,
          Guards::noOverload,
          Guards::paused,
          Guards::observeOnly,
          Guards::breakGlassNotReady,
          Guards::alreadyRecovering,
          Guards::observerInDoubt,
          Guards::startingUp,
          Guards::fleetDark,
          LimitGuards::tooManyAtOnce,
          LimitGuards::tooManyPerDay,
          LimitGuards::coolingDown,
          Guards::approvalNeeded);

  private Policy() {}

  /** Whether this verdict may lead to an act now. Pure: equal arguments give equal answers. */
  public static Decision decide(Verdict verdict, PolicyInputs in, Instant now) {
    return CHAIN.stream()
        .flatMap(guard -> guard.check(verdict, in, now).stream())
        .findFirst()
        .orElseGet(
            () ->
                new Decision.Act(
                    Reasons.OVERLOAD,
                    "The verdict is %s, and no guard objects.".formatted(verdict.word())));
  }
}
