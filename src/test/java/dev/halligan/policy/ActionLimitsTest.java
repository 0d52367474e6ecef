package dev.halligan.policy;

import static dev.halligan.policy.GivenInputs.NOW;
import static dev.halligan.policy.GivenInputs.OVERLOADED;
import static dev.halligan.policy.GivenInputs.inputs;
import static dev.halligan.policy.GivenInputs.triedAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.policy.Decision.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many clusters at once, how often a day, and how soon again. */
class ActionLimitsTest {

  @ParameterizedTest(name = "last recovery {0} ago -> {1}")
  @CsvSource({
    "PT0S, Cooldown, 600 s to go",
    "PT9M59.5S, Cooldown, 1 s to go",
    "PT10M, Overload, no guard objects",
    "-PT1H, Cooldown, 600 s to go"
  })
  void coolsDownBetweenTwoRecoveries(Duration ago, String reason, String words) {
    Decision decision =
        Policy.decide(OVERLOADED, inputs(Mode.AUTOMATIC, List.of(NOW.minus(ago))), NOW);

    assertThat(decision.reason()).isEqualTo(reason);
    assertThat(decision.message()).contains(words);
  }

  @Test
  void recoveriesOlderThanADayDoNotCount() {
    List<Instant> five =
        IntStream.rangeClosed(1, 5).mapToObj(i -> NOW.minus(Duration.ofHours(i))).toList();
    List<Instant> sixthYesterday =
        Stream.concat(five.stream(), Stream.of(NOW.minus(Duration.ofHours(24)))).toList();

    assertThat(Policy.decide(OVERLOADED, inputs(Mode.AUTOMATIC, sixthYesterday), NOW))
        .isInstanceOf(Act.class);
  }

  @Test
  void zeroBrakesStopEveryAct() {
    ActionLimits none = new ActionLimits(new Concurrency.AtMost(0), 0, Duration.ZERO);
    var in =
        inputs(
            Mode.AUTOMATIC,
            null,
            true,
            false,
            0,
            null,
            ObserverState.TRUSTED,
            Optional.empty(),
            none);

    assertThat(Policy.decide(OVERLOADED, in, NOW).reason()).isEqualTo(Reasons.CONCURRENCY_LIMIT);
    assertThatThrownBy(() -> new ActionLimits(new Concurrency.AtMost(3), -1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be negative");
  }

  @ParameterizedTest
  @CsvSource({"4,2,Overload", "4,3,ConcurrencyLimit", "300,74,Overload", "300,75,ConcurrencyLimit"})
  void theBrakeGrowsWithTheFleet(int fleet, int elsewhere, String reason) {
    var in =
        inputs(
            Mode.AUTOMATIC,
            null,
            true,
            false,
            elsewhere,
            null,
            new ObserverState(false, false, false, fleet, 0),
            Optional.empty(),
            ActionLimits.DEFAULT);

    assertThat(Policy.decide(OVERLOADED, in, NOW).reason()).isEqualTo(reason);
  }

  @Test
  void anAttemptWithoutAFenceIsMadeAgainAfterAMinute() {
    var in = inputs(Mode.AUTOMATIC, List.of());

    assertThat(Policy.decide(OVERLOADED, triedAt(in, NOW.minusSeconds(59)), NOW).reason())
        .isEqualTo(Reasons.COOLDOWN);
    assertThat(Policy.decide(OVERLOADED, triedAt(in, NOW.minusSeconds(60)), NOW).reason())
        .isEqualTo(Reasons.OVERLOAD);
  }
}
