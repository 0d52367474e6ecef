package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowApiServerTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world, holdingAtGrowth());

  /** The built-in playbook, but a growth that fails waits for a person. */
  private static RecoveryPlaybookSpec holdingAtGrowth() {
    return new RecoveryPlaybookSpec(
        BuiltInPlaybook.spec().steps().stream()
            .map(
                s ->
                    s.name().equals("grow")
                        ? new RecoveryPlaybookSpec.Step(
                            s.name(),
                            s.action(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)
                        : s)
            .toList());
  }

  private RecoveryRequestStatus.Step grow() {
    return world.status.steps().stream()
        .filter(s -> s.name().equals("grow"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void hasTimeForHostsThatRestartOneAfterTheOther() {
    var builtIn = BuiltInPlaybook.spec().steps().get(5);
    var own =
        new RecoveryPlaybookSpec.Step(
            "grow", builtIn.action(), "40s", null, null, null, null, null, null, null, null);

    assertThat(StepSettings.timeout(builtIn, 1)).isEqualTo(Duration.ofSeconds(120));
    assertThat(StepSettings.timeout(builtIn, 3)).isEqualTo(Duration.ofSeconds(360));
    assertThat(StepSettings.timeout(own, 3)).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void aRecoveryOfThreeHostsWaitsForTheThird() {
    world.hosts = List.of("10.89.0.6", "10.89.0.7", "10.89.0.8");
    world.growsTo = Growth.STARTING;
    recovery.runFor(Duration.ofSeconds(250));
    assertThat(grow().state()).isEqualTo(StepState.RUNNING);

    world.growth = Growth.LIVE;
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void saysWhatTheHostHadToGive() {
    world.processors = 1;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(grow().message()).contains("to 1000m CPU", "1200m CPU", "no more to give");
  }

  @Test
  void aRetryGrowsAgainAfterItWasPutBack() {
    world.growsTo = Growth.PUT_BACK;
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.message("Stalled"))
        .contains("its old limits were restored", "retry-step=grow ");

    world.growsTo = Growth.LIVE;
    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.RETRY_STEP, "grow"));
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts.stream().filter("grow 1200 IN_PLACE"::equals)).hasSize(2);
  }

  @Test
  void aServerThatRunsIsNotRestartedBecauseOneProbeWasMissed() {
    world.lanesSeen = false;
    recovery.runFor(Duration.ofSeconds(30));
    world.lanesSeen = true;
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("grow 1200 IN_PLACE").doesNotContain("grow 1200 RESTART");
  }

  @Test
  void aProcessThatRunsAndHangsIsRestartedWhenItStaysSilentAfterItGrew() {
    world.hangs = true;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).containsSubsequence("grow 1200 IN_PLACE", "grow 1200 RESTART");
    assertThat(grow().message()).startsWith("restarted and grown");
  }

  @Test
  void whereTheKernelRefusesToGrowInPlaceItIsRestarted() {
    world.kernelRefuses = true;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("grow 1200 RESTART").doesNotContain("grow 1200 IN_PLACE");
  }
}
