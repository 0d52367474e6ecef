package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.halligan.policy.Brakes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveConfigTest {

  @Test
  void withoutAConfigMapTheDefaultsHold() {
    assertThat(LiveConfig.of(null)).isEqualTo(new LiveConfig(false, Brakes.DEFAULT));
  }

  @Test
  void readsEveryKey() {
    var data = Map.of("stop", "false", "maxConcurrent", "1", "maxPerDay", "2", "coolDown", "90s");

    assertThat(LiveConfig.of(data))
        .isEqualTo(new LiveConfig(false, new Brakes(1, 2, Duration.ofSeconds(90))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "yes", "1", "STOP!!"})
  void anythingButFalseStops(String word) {
    assertThat(LiveConfig.of(Map.of("stop", word)).stop()).isTrue();
  }

  @Test
  void untilItIsReadNothingIsDone() {
    assertThat(LiveConfig.NOT_READ.stop()).isTrue();
  }

  @Test
  void aWrongNumberIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LiveConfig.of(Map.of("maxPerDay", "many")))
        .withMessageContaining("maxPerDay")
        .withMessageContaining("many");
  }
}
