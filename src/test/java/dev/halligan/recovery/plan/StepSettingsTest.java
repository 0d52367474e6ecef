package dev.halligan.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepSettingsTest {
  @Test
  void growthHasTimeForHostsThatRestartOneAfterTheOther() {
    Step builtIn = BuiltInPlaybook.spec().steps().get(5);
    Step own =
        new Step("grow", builtIn.action(), "40s", null, null, null, null, null, null, null, null);

    assertThat(StepSettings.timeout(builtIn, 1)).isEqualTo(Duration.ofSeconds(120));
    assertThat(StepSettings.timeout(builtIn, 3)).isEqualTo(Duration.ofSeconds(360));
    assertThat(StepSettings.timeout(own, 3)).isEqualTo(Duration.ofSeconds(40));
  }
}
