package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people change while a recovery waits or runs. */
class HumanInterventionTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @Test
  void anAbortEndsARequestThatWaitsForApproval() {
    recovery.annotations = RequestAnnotations.of(true, Map.of());
    recovery.runFor(Duration.ofMinutes(1));

    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(1));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.acts).isEmpty();
  }

  @Test
  void anAbortOfARecoveryWhoseTargetIsDeadNamesWhatIsLeftAndEndsAtAPersonsWord() {
    recovery.runFor(Duration.ofSeconds(10));
    assertThat(world.acts).contains("isolate", "grow 1200 IN_PLACE");

    world.hostReachable = false;
    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(15));

    assertThat(recovery.condition("Stalled")).isEqualTo("True UndoFailed");
    assertThat(recovery.message("Stalled"))
        .contains("step isolate: rollback failed: host 10.89.0.6 does not answer. Check the host");

    String all = recovery.message("Stalled").replaceAll(".*skip-step=(\\S*).*", "$1");
    recovery.annotations = RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, all));
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.condition("Succeeded")).isEqualTo("False UndoFailed");
  }

  @Test
  void aPauseKeepsWhatStandsAndTakesNoFurtherStep() {
    recovery.runFor(Duration.ofSeconds(1));
    assertThat(world.acts).contains("isolate").doesNotContain("remove agent");

    world.pauses = List.of("ada looks into it");
    world.acts.clear();
    recovery.runFor(Duration.ofMinutes(2));

    assertThat(recovery.condition("Stalled")).isEqualTo("True Paused");
    assertThat(recovery.message("Stalled"))
        .contains(
            "spec.pauses: ada looks into it",
            "`kubectl patch -n halligan pcl eu-1 --type merge -p '{\"spec\":{\"pauses\":[]}}'`");
    assertThat(world.acts).contains("renew", "freeze RENEW_LEASES").doesNotContain("remove agent");

    world.pauses = List.of();
    recovery.runFor(Duration.ofMinutes(5));
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void thePauseTakesNothingOfTheTimeOfAStepThatRuns() {
    while (!"counting which clients keep retrying at the fence".equals(running())) {
      recovery.runFor(Duration.ofMillis(100));
    }
    world.pauses = List.of("ada looks into it");
    recovery.runFor(Duration.ofMinutes(10));

    world.pauses = List.of();
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  private String running() {
    return world.status == null
        ? ""
        : world.status.steps().stream()
            .filter(s -> s.state() == StepState.RUNNING)
            .map(s -> s.message())
            .findFirst()
            .orElse("");
  }

  @Test
  void anAddressAddedToAdminsPassesTheFenceThatIsUp() {
    recovery.runFor(Duration.ofSeconds(1));

    world.admins = List.of("10.0.0.0/24", "203.0.113.7/32");
    recovery.runFor(Duration.ofSeconds(2));

    assertThat(world.acts).containsOnlyOnce("admins 10.0.0.0/24,203.0.113.7/32");
  }

  @Test
  void anEditOfAdminsThatWouldLockUsOutIsTakenBackAndNotTriedAgain() {
    recovery.runFor(Duration.ofSeconds(1));

    world.admins = List.of("203.0.113.7/32");
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts)
        .containsOnlyOnce("admins 203.0.113.7/32")
        .containsSubsequence("admins 203.0.113.7/32", "admins 10.0.0.0/24");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }
}
