package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Readmit;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The playbook's pace of readmission also holds for steps that let nodes back before Readmit. */
class ReadmitSettingsTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery =
      new RecoveryHarness(
          world,
          new RecoveryPlaybookSpec(
              BuiltInPlaybook.spec().steps().stream().map(ReadmitSettingsTest::paced).toList()));

  private static Step paced(Step s) {
    Readmit slowly = new Readmit(null, "10s", null, 7);
    return s.action() == ActionType.READMIT
        ? new Step(s.name(), s.action(), null, null, null, null, null, null, null, null, slowly)
        : s;
  }

  @BeforeEach
  void letTheNodesBack() {
    while (!world.acts.contains("admit nodes 100")) {
      recovery.runFor(Duration.ofMillis(100));
    }
  }

  @Test
  void forTheNodesOfTheRolloutThatIsRemoved() {
    assertThat(world.paces).containsEntry("nodes", 7);
  }

  @Test
  void forAFenceThatIsRaisedAgain() {
    world.paces.clear();
    world.fenced = false;
    world.pods = 2;
    world.clock.pass(Duration.ofMinutes(15));

    recovery.runFor(Duration.ofSeconds(2));

    assertThat(world.acts).containsSubsequence("admit nodes 100", "isolate", "admit nodes 100");
    assertThat(world.paces).containsEntry("nodes", 7);
  }
}
