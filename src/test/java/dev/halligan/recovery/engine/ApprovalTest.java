package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing is done before a person approves, and what was approved is not taken back unseen. */
class ApprovalTest {
  private static final RequestAnnotations ASKED = RequestAnnotations.of(true, Map.of());
  private static final RequestAnnotations BY_ADA =
      RequestAnnotations.of(true, Map.of(RequestAnnotations.APPROVED_BY, "ada"));

  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @Test
  void waitsForApprovalAndActsOnceGiven() {
    recovery.annotations = ASKED;
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts).isEmpty();
    assertThat(recovery.condition("Approved")).isEqualTo("False WaitingForApproval");

    recovery.annotations = BY_ADA;
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Approved")).isEqualTo("True ApprovedByPerson");
    assertThat(world.status.approvedBy()).isEqualTo("ada");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void isStalledWhileItWaitsAndSaysWhatToPaste() {
    recovery.annotations = ASKED;
    recovery.runFor(Duration.ofMinutes(2));

    assertThat(recovery.condition("Stalled")).isEqualTo("True WaitingForApproval");
    assertThat(recovery.message("Stalled"))
        .contains(
            "`kubectl annotate -n halligan rr eu-1-x halligan.dev/approved-by=$(whoami) --overwrite`",
            "`kubectl patch -n halligan rr eu-1-x --type merge -p '{\"spec\":{\"abort\":true}}'`");

    recovery.annotations = BY_ADA;
    recovery.runFor(Duration.ofSeconds(1));
    assertThat(recovery.condition("Stalled")).startsWith("False");
  }

  @Test
  void aHeldStepSaysWhatToPasteToo() {
    recovery.runFor(Duration.ofSeconds(8));
    world.hostReachable = false;
    recovery.runFor(Duration.ofMinutes(12));

    assertThat(recovery.message("Stalled"))
        .containsPattern(
            "kubectl annotate -n halligan rr eu-1-x halligan.dev/retry-step=\\S+ --overwrite`")
        .containsPattern(
            "kubectl annotate -n halligan rr eu-1-x halligan.dev/skip-step=\\S+ --overwrite`");
  }

  @Test
  void anApprovalTakenAwayMeanwhileStrandsNothing() {
    recovery.annotations = BY_ADA;
    recovery.runFor(Duration.ofSeconds(4));
    assertThat(world.fenced).isTrue();

    recovery.annotations = ASKED;
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.status.approvedBy()).isEqualTo("ada");
    assertThat(world.fenced).isFalse();
  }

  @Test
  void goesOnWhenTheModeChangesMeanwhile() {
    recovery.runFor(Duration.ofSeconds(4));

    recovery.annotations = ASKED;
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void thatNoneWasNeededHoldsForNothingThatHasNotBegun() {
    world.pauses = List.of("ada looks into it");
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.condition("Approved")).isEqualTo("True ApprovalNotNeeded");

    recovery.annotations = ASKED;
    world.pauses = List.of();
    recovery.runFor(Duration.ofMinutes(1));

    assertThat(world.acts).isEmpty();
    assertThat(recovery.condition("Approved")).isEqualTo("False WaitingForApproval");
  }

  @Test
  void aPausedRecoveryIsWrittenOnceAndNotInEveryPass() {
    recovery.annotations = ASKED;
    recovery.runFor(Duration.ofSeconds(1));
    recovery.annotations = RecoveryHarness.NOBODY;
    world.pauses = List.of("ada looks into it");
    recovery.runFor(Duration.ofMinutes(1));
    var before = world.status;

    recovery.runFor(Duration.ofMinutes(1));

    assertThat(world.status).isEqualTo(before);
  }

  @Test
  void aDryRunNeedsNone() {
    recovery.request = FakeCluster.request(true, false);
    recovery.annotations = ASKED;

    recovery.runFor(Duration.ofMinutes(1));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True DryRun");
    assertThat(recovery.condition("Approved")).isEqualTo("absent");
  }
}
