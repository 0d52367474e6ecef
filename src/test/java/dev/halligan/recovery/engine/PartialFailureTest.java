package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Steps that failed after they had begun to act, and recoveries in which nothing keeps the nodes.
 */
class PartialFailureTest {
  private final FakeCluster world = new FakeCluster();

  @Test
  void whatAFailedStepChangedIsRestoredToo() {
    // it was at zero before the storm ended, and the step failed after that
    RecoveryHarness recovery = new RecoveryHarness(world);
    world.stubborn = FakeCluster.CHATTY;
    while (!isRunning("scale-down")) {
      recovery.runFor(Duration.ofMillis(100));
    }
    world.replicas.put(FakeCluster.CHATTY, 0);

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(recovery.message("Succeeded")).contains("scale-down");
    assertThat(world.replicas).containsEntry(FakeCluster.CHATTY, 3);
  }

  @Test
  void whatCannotBeRestoredDoesNotStopTheOthersFromBeing() {
    var routes = List.of(new RecoveryPlaybookSpec.Route("shop", "web", "sick", "well"));
    RecoveryHarness recovery = new RecoveryHarness(world, redirecting(routes));
    while (!world.acts.contains("redirect")) {
      recovery.runFor(Duration.ofMillis(100));
    }
    world.shrunkFrom = world.clock.instant().plus(Duration.ofHours(1));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.message("Stalled")).contains("step restore", "others wait");
    assertThat(world.weights).containsEntry("0/sick", 100);
    assertThat(world.acts).containsOnlyOnce("route back").containsOnlyOnce("restore chatty 3");
  }

  private static RecoveryPlaybookSpec redirecting(List<RecoveryPlaybookSpec.Route> routes) {
    return new RecoveryPlaybookSpec(
        BuiltInPlaybook.spec().steps().stream()
            .map(
                s ->
                    s.name().equals("redirect")
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
                            new RecoveryPlaybookSpec.RedirectTraffic(routes),
                            null)
                        : s)
            .toList());
  }

  @Test
  void nodesAreLetBackBeforeTheirPodsWouldBeEvictedWhenNothingKeepsThem() {
    var steps = BuiltInPlaybook.spec().steps();
    var withoutFreeze =
        steps.stream()
            .filter(s -> !s.name().equals("freeze") && !s.name().equals("thaw"))
            .map(s -> s.name().equals("culprit") ? Steps.approved(s) : s)
            .toList();
    RecoveryHarness recovery = new RecoveryHarness(world, new RecoveryPlaybookSpec(withoutFreeze));

    recovery.runFor(Duration.ofSeconds(170));
    assertThat(recovery.condition("Stalled")).isEqualTo("True WaitingForApproval");
    assertThat(world.acts).contains("isolate").doesNotContain("admit nodes 100");

    recovery.runFor(Duration.ofSeconds(30));
    assertThat(world.acts).containsOnlyOnce("admit nodes 100");
    assertThat(world.fenced).isTrue();
  }

  @Test
  void leasesThatCannotBeRenewedAnyMoreGiveWayToTheStop() {
    RecoveryHarness recovery = new RecoveryHarness(world);
    recovery.runFor(Duration.ofSeconds(1));
    assertThat(world.acts).contains("freeze RENEW_LEASES");

    world.pathCut = true;
    recovery.runFor(Duration.ofSeconds(40));

    assertThat(world.acts).contains("freeze STOP_CONTROLLER_MANAGER");
  }

  @Test
  void aStopOnWhichTheOperatorDiedIsThawed() {
    RecoveryHarness recovery = new RecoveryHarness(world);
    recovery.runFor(Duration.ofSeconds(1));
    world.pathCut = true;
    world.diesOn = "freeze STOP_CONTROLLER_MANAGER";
    while (!world.stopped) {
      recovery.runFor(Duration.ofMillis(100));
    }

    world.pathCut = false;
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.stopped).isFalse();
  }

  private static final class Steps {
    static RecoveryPlaybookSpec.Step approved(RecoveryPlaybookSpec.Step s) {
      return new RecoveryPlaybookSpec.Step(
          s.name(),
          s.action(),
          s.timeout(),
          s.onFailure(),
          true,
          null,
          null,
          null,
          null,
          null,
          null);
    }
  }

  private boolean isRunning(String step) {
    return world.status != null
        && world.status.steps().stream()
            .anyMatch(s -> s.name().equals(step) && s.state() == StepState.RUNNING);
  }
}
