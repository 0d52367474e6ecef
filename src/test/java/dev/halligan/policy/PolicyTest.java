package dev.halligan.policy;

import static dev.halligan.policy.GivenInputs.NOW;
import static dev.halligan.policy.GivenInputs.OVERLOADED;
import static dev.halligan.policy.GivenInputs.WHY;
import static dev.halligan.policy.GivenInputs.inputs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.policy.Decision.Act;
import dev.halligan.policy.Decision.Ask;
import dev.halligan.policy.Decision.Refuse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chain of guards: which one speaks first, and what it says. */
class PolicyTest {

  /** In the order of the chain: the objection of each guard, and nothing else. */
  private enum Objection {
    GLOBAL_STOP(Reasons.GLOBAL_STOP),
    VERDICT(Reasons.NO_OVERLOAD),
    PAUSE(Reasons.PAUSED),
    OBSERVE(Reasons.OBSERVE_ONLY),
    BREAK_GLASS(Reasons.BREAK_GLASS_NOT_READY),
    ACTIVE(Reasons.ALREADY_RECOVERING),
    DOUBT(Reasons.OBSERVER_IN_DOUBT),
    STARTING(Reasons.STARTING_UP),
    FLEET(Reasons.FLEET_UNREACHABLE),
    CONCURRENT(Reasons.CONCURRENCY_LIMIT),
    PER_DAY(Reasons.DAILY_LIMIT),
    COOL_DOWN(Reasons.COOLDOWN),
    APPROVE(Reasons.APPROVAL_NEEDED);

    final String reason;

    Objection(String reason) {
      this.reason = reason;
    }

    boolean in(int set) {
      return (set >> ordinal() & 1) == 1;
    }
  }

  /** Every combination of all objections: 8,192 rows of a truth table. */
  @Test
  void theFirstObjectionOfTheChainDecides() {
    int all = 1 << Objection.values().length;
    for (int set = 0; set < all; set++) {
      int objections = set;
      Decision decision = decide(objections);

      Optional<Objection> first =
          Stream.of(Objection.values()).filter(one -> one.in(objections)).findFirst();
      assertThat(decision.reason())
          .as(Integer.toBinaryString(set))
          .isEqualTo(first.map(one -> one.reason).orElse(Reasons.OVERLOAD));
      assertThat(decision)
          .isInstanceOf(
              first.isEmpty()
                  ? Act.class
                  : first.get() == Objection.APPROVE ? Ask.class : Refuse.class);
    }
  }

  private static Decision decide(int set) {
    Verdict verdict = Objection.VERDICT.in(set) ? new Verdict.Unknown(NOW, WHY) : OVERLOADED;
    Mode mode =
        Objection.OBSERVE.in(set)
            ? Mode.OBSERVE
            : Objection.APPROVE.in(set) ? Mode.APPROVE : Mode.AUTOMATIC;
    List<Instant> today =
        Objection.PER_DAY.in(set)
            ? IntStream.rangeClosed(1, 6).mapToObj(i -> NOW.minus(Duration.ofHours(i))).toList()
            : List.of();
    List<Instant> justNow = Objection.COOL_DOWN.in(set) ? List.of(NOW.minusSeconds(60)) : List.of();
    return Policy.decide(
        verdict,
        inputs(
            mode,
            Objection.PAUSE.in(set) ? List.of("maintenance") : List.of(),
            !Objection.BREAK_GLASS.in(set),
            Objection.GLOBAL_STOP.in(set),
            Objection.CONCURRENT.in(set) ? 3 : 2,
            Stream.concat(today.stream(), justNow.stream()).toList(),
            new ObserverState(
                Objection.DOUBT.in(set),
                Objection.STARTING.in(set),
                false,
                10,
                Objection.FLEET.in(set) ? 5 : 4),
            Objection.ACTIVE.in(set) ? Optional.of("eu-1-1") : Optional.empty(),
            ActionLimits.DEFAULT),
        NOW);
  }

  static Stream<Arguments> verdicts() {
    return Stream.of(
        Arguments.of(new Verdict.Overloaded(NOW, WHY), true),
        Arguments.of(new Verdict.Down(NOW, true, WHY), true),
        Arguments.of(new Verdict.Down(NOW, false, WHY), false),
        Arguments.of(new Verdict.Healthy(NOW, WHY), false),
        Arguments.of(new Verdict.Unreachable(NOW, WHY), false),
        Arguments.of(new Verdict.EtcdFailing(NOW, WHY), false),
        Arguments.of(new Verdict.CredentialsExpired(NOW, WHY), false),
        Arguments.of(new Verdict.RollingRestart(NOW, WHY), false),
        Arguments.of(new Verdict.Unknown(NOW, WHY), false));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void onlyOverloadLeadsToAnAct(Verdict verdict, boolean acts) {
    Decision decision = Policy.decide(verdict, inputs(Mode.AUTOMATIC, List.of()), NOW);

    assertThat(decision instanceof Act).isEqualTo(acts);
    assertThat(decision.message()).contains(verdict.word());
  }

  @Test
  void aModeOfALaterVersionObserves() {
    Decision decision = Policy.decide(OVERLOADED, inputs(null, List.of()), NOW);

    assertThat(decision.reason()).isEqualTo(Reasons.OBSERVE_ONLY);
    assertThat(decision.message()).contains("a recovery would have started now");
  }

  @Test
  void everyPauseIsNamed() {
    var in =
        inputs(
            Mode.AUTOMATIC,
            List.of("network maintenance until Friday", "audit"),
            true,
            false,
            0,
            List.of(),
            ObserverState.TRUSTED,
            Optional.empty(),
            ActionLimits.DEFAULT);

    assertThat(Policy.decide(OVERLOADED, in, NOW).message())
        .contains("network maintenance until Friday; audit", "spec.pauses");
  }

  @Test
  void whatTheWayInLacksIsNamed() {
    var in =
        PolicyInputsBuilder.builder()
            .mode(Mode.AUTOMATIC)
            .pauses(List.of())
            .recoveringElsewhere(0)
            .pastRecoveries(List.of())
            .observer(ObserverState.TRUSTED)
            .brakes(ActionLimits.DEFAULT)
            .breakGlassMissing(
                List.of("SSH to 10.89.0.6 is refused", "the admin lane is not exempt"))
            .build();

    assertThat(Policy.decide(OVERLOADED, in, NOW).message())
        .contains("SSH to 10.89.0.6 is refused; the admin lane is not exempt");
  }

  @Test
  void theActiveRequestIsNamed() {
    assertThat(decide(1 << Objection.ACTIVE.ordinal()).message()).contains("eu-1-1");
  }

  @ParameterizedTest(name = "{1} of {0} clusters dark -> doubt {2}")
  @CsvSource({
    "1, 1, false",
    "2, 2, false",
    "3, 2, false",
    "3, 3, true",
    "6, 3, true",
    "7, 3, false",
    "1000, 499, false",
    "1000, 500, true"
  })
  void mostOfTheFleetDarkMeansDoubt(int size, int dark, boolean doubt) {
    var in =
        inputs(
            Mode.AUTOMATIC,
            null,
            true,
            false,
            0,
            null,
            new ObserverState(false, false, false, size, dark),
            Optional.empty(),
            ActionLimits.DEFAULT);

    assertThat(Policy.decide(OVERLOADED, in, NOW).reason())
        .isEqualTo(doubt ? Reasons.FLEET_UNREACHABLE : Reasons.OVERLOAD);
  }

  @Test
  void aHostThatSpeaksForOverloadOutweighsADarkFleetAndAYoungWatchButNotOurOwnSlowness() {
    var dark = new ObserverState(false, true, true, 10, 9);
    var slow = new ObserverState(true, true, true, 10, 9);

    assertThat(Policy.decide(OVERLOADED, observed(dark), NOW)).isInstanceOf(Act.class);
    assertThat(Policy.decide(OVERLOADED, observed(slow), NOW).reason())
        .isEqualTo(Reasons.OBSERVER_IN_DOUBT);
  }

  private static PolicyInputs observed(ObserverState observer) {
    return inputs(
        Mode.AUTOMATIC,
        null,
        true,
        false,
        0,
        null,
        observer,
        Optional.empty(),
        ActionLimits.DEFAULT);
  }
}
