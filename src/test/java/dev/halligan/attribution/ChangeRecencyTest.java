package dev.halligan.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeRecencyTest {

  private static final Instant ONSET = Instant.parse("2024-12-11T15:16:00Z");

  @ParameterizedTest(name = "changed {0} before the onset -> {1}")
  @CsvSource({
    "PT0S, 1.0, 0 minutes before",
    "PT29M, 1.0, 29 minutes before",
    "PT30M, 1.0, 30 minutes before",
    "PT2H30M, 0.55, 3 hours before",
    "PT24H, 0.1, 24 hours before",
    "P1000D, 0.1, 1000 days before",
    "-PT5M, 1.0, 5 minutes after",
    "-PT17M30S, 0.55, 17 minutes after",
    "-PT3H, 0.1, 3 hours after"
  })
  void fitsTheOnset(Duration before, double expected, String words) {
    Instant changedAt = ONSET.minus(before);

    assertThat(ChangeRecency.of(changedAt, ONSET)).isCloseTo(expected, within(0.001));
    assertThat(ChangeRecency.words(changedAt, ONSET)).contains(words);
  }

  @Test
  void anUnknownTimeFitsALittle() {
    assertThat(ChangeRecency.of(null, ONSET)).isEqualTo(0.3);
    assertThat(ChangeRecency.of(ONSET, null)).isEqualTo(0.3);
    assertThat(ChangeRecency.words(null, ONSET)).isEmpty();
  }
}
