package dev.halligan.operator.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.halligan.policy.ActionLimits;
import dev.halligan.policy.Concurrency;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveConfigTest {

  @Test
  void withoutAConfigMapTheDefaultsHold() {
    assertThat(LiveConfig.of(null)).isEqualTo(new LiveConfig(false, ActionLimits.DEFAULT));
  }

  @Test
  void readsEveryKey() {
    var data = Map.of("stop", "false", "maxConcurrent", "1", "maxPerDay", "2", "coolDown", "90s");

    assertThat(LiveConfig.of(data))
        .isEqualTo(
            new LiveConfig(
                false, new ActionLimits(new Concurrency.AtMost(1), 2, Duration.ofSeconds(90))));
  }

  /** An apply of the base would release a stop that a person set, if the base named it. */
  @Test
  void theBaseLeavesStopToPeopleAndNamesTheDefaults() throws IOException {
    String base = Files.readString(Path.of("operator/base/config.yaml"));
    Map<String, String> data = Serialization.unmarshal(base, ConfigMap.class).getData();

    assertThat(data).doesNotContainKey("stop");
    assertThat(LiveConfig.of(data)).isEqualTo(LiveConfig.DEFAULT);
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
  void howManyAtOnceMayBeAShareOfTheFleet() {
    assertThat(LiveConfig.of(Map.of("maxConcurrent", "40%")).brakes().maxConcurrent())
        .isEqualTo(new Concurrency.Share(40));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LiveConfig.of(Map.of("maxConcurrent", "a few")))
        .withMessageContainingAll("maxConcurrent", "a few", "25%");
  }

  @Test
  void aWrongNumberIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LiveConfig.of(Map.of("maxPerDay", "many")))
        .withMessageContaining("maxPerDay")
        .withMessageContaining("many");
  }
}
