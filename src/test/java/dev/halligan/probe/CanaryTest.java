package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CanaryTest {

  @Test
  void itAnswersTheSameProbeThatOthersAreAskedWith() throws Exception {
    try (ApiProbe probe = new ApiProbe(Clock.systemUTC());
        Canary canary = Canary.open(probe, Clock.systemUTC())) {
      canary.ask();

      assertThat(canary.ask()).isPositive().isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void oneThatDoesNotAnswerTookTheWholeDeadline() throws Exception {
    try (ApiProbe probe = new ApiProbe(Clock.systemUTC())) {
      Canary canary = Canary.open(probe, Clock.systemUTC());
      canary.close();

      assertThat(canary.ask()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }
  }
}
