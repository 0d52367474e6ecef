package dev.halligan.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Detection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DetectionSettingsTest {

  @Test
  void whatIsAbsentTakesTheDefault() {
    assertThat(DetectionSettings.of(null)).isEqualTo(DetectionSettings.DEFAULT);
    assertThat(DetectionSettings.of(new Detection(null, "30s", null)))
        .isEqualTo(
            new DetectionSettings(
                Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(1)));
  }

  @Test
  void zeroIsRefusedWithTheThreeValues() {
    assertThatThrownBy(() -> DetectionSettings.of(new Detection("0s", null, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be above zero: interval PT0S");
  }
}
