package dev.halligan.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "2s, PT2S",
    "1m30s, PT1M30S",
    "90s, PT1M30S",
    "1h, PT1H",
    "1h1m1s1ms, PT1H1M1.001S",
    "0s, PT0S",
    "30s1m, PT1M30S",
    "999999999999999h, PT999999999999999H"
  })
  void readsWhatTheSchemaAdmits(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "2",
        "s",
        "2 s",
        "-2s",
        "1.5s",
        "2S",
        "PT2S",
        "2d",
        "2s\n",
        "9999999999999999s"
      })
  void refusesEverythingElseWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessageContaining("is not a valid duration")
        .withMessageContaining("500ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "5ms", "2s", "1m30s", "1h", "26h1m", "1s250ms"})
  void writesWhatItReads(String text) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
  }

  @Test
  void cutsOffWhatIsBelowAMillisecond() {
    assertThat(Durations.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
  }

  @Test
  void refusesToWriteANegativeDuration() {
    assertThatIllegalArgumentException().isThrownBy(() -> Durations.format(Duration.ofMillis(-1)));
  }
}
