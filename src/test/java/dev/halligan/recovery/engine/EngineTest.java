package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.TimelineEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @Test
  void recoversInTheOrderThatWasProven() {
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts.stream().filter(a -> !a.equals("freeze RENEW_LEASES")))
        .containsExactly(
            "isolate",
            "scale chatty 0",
            "grow 1200 IN_PLACE",
            "remove agent",
            "admit nodes 100",
            "admit pods 100",
            "admit rest 100",
            "lift",
            "thaw RENEW_LEASES",
            "restore chatty 3",
            "shrink");
    assertThat(world.status.timeline().fencedAt()).isNotNull();
    assertThat(world.status.timeline().adminRestoredAt()).isNotNull();
    assertThat(world.status.timeline().culpritRemovedAt()).isNotNull();
    assertThat(
            Duration.between(
                FakeCluster.ONSET, java.time.Instant.parse(world.status.timeline().finishedAt())))
        .isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void growsFirstWhenNothingAnswers() {
    world.processAlive = false;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts)
        .containsSubsequence(
            "isolate",
            "grow 1200 RESTART",
            "freeze RENEW_LEASES",
            "remove agent",
            "thaw RENEW_LEASES");
  }

  @Test
  void dryRunTouchesNothingAndSaysWhatItWouldDo() {
    recovery.request = FakeCluster.request(true, false);

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).isEmpty();
    assertThat(recovery.condition("Succeeded")).isEqualTo("True DryRun");
    assertThat(world.status.steps()).allSatisfy(s -> assertThat(s.message()).isNotBlank());
  }

  @Test
  void liftsTheFenceAtOnceWhenAdministratorsDoNotPass() {
    world.adminPasses = false;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.fenced).isFalse();
    assertThat(world.acts).startsWith("isolate", "lift");
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  @Test
  void abortTakesEverythingBackInReverse() {
    recovery.runFor(Duration.ofSeconds(10));
    assertThat(world.acts).contains("scale chatty 0", "grow 1200 IN_PLACE");
    world.acts.clear();

    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.acts)
        .containsSubsequence("shrink", "restore chatty 3", "lift", "thaw RENEW_LEASES");
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  @Test
  void holdsWithTheFenceRenewedWhenAStepFailsForGood() {
    FakeCluster stubborn = new FakeCluster();
    RecoveryHarness held = new RecoveryHarness(stubborn);
    held.runFor(Duration.ofSeconds(8));
    stubborn.hostReachable = false;
    held.runFor(Duration.ofMinutes(12));

    assertThat(held.condition("Stalled")).isEqualTo("True StepFailed");
    assertThat(held.message("Stalled"))
        .contains("halligan.dev/retry-step", "halligan.dev/skip-step");

    stubborn.hostReachable = true;
    String step =
        stubborn.status.steps().stream()
            .filter(s -> s.state() == StepState.FAILED)
            .findFirst()
            .orElseThrow()
            .name();
    held.annotations = RequestAnnotations.of(false, Map.of(RequestAnnotations.RETRY_STEP, step));
    held.runFor(Duration.ofMinutes(5));
    assertThat(held.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void renewsTheFenceWhileAPersonThinks() {
    var spec = BuiltInPlaybook.spec();
    var steps =
        spec.steps().stream()
            .map(
                s ->
                    s.name().equals("remove")
                        ? new dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step(
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
                            null)
                        : s)
            .toList();
    RecoveryHarness waiting =
        new RecoveryHarness(world, new dev.halligan.api.v1alpha1.RecoveryPlaybookSpec(steps));

    waiting.runFor(Duration.ofMinutes(5));

    assertThat(waiting.condition("Stalled")).isEqualTo("True WaitingForApproval");
    assertThat(world.acts.stream().filter("renew"::equals).count()).isGreaterThanOrEqualTo(8);
    assertThat(world.exists).contains(FakeCluster.AGENT);

    waiting.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.APPROVE_STEP, "remove"));
    waiting.runFor(Duration.ofMinutes(5));
    assertThat(waiting.condition("Succeeded")).isEqualTo("True Recovered");
  }

  static IntStream instants() {
    return IntStream.range(0, 60);
  }

  /**
   * Safety rule 1: killed at any act or journal write, the next operator ends where the first would
   * have.
   */
  @ParameterizedTest
  @MethodSource("instants")
  void resumesWhereverItWasKilled(int lifetime) {
    world.lifetime = lifetime;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.fenced).isFalse();
    assertThat(world.frozen).isFalse();
    assertThat(world.replicas).containsEntry(FakeCluster.CHATTY, 3);
    assertThat(world.exists).doesNotContain(FakeCluster.AGENT);
    assertThat(world.acts.stream().filter("remove agent"::equals)).hasSize(1);
  }

  @Test
  void refusesAPlaybookInAWrongOrder() {
    var steps = BuiltInPlaybook.spec().steps();
    RecoveryHarness wrong =
        new RecoveryHarness(
            world,
            new dev.halligan.api.v1alpha1.RecoveryPlaybookSpec(
                List.of(steps.get(8), steps.get(1))));

    wrong.runFor(Duration.ofMinutes(1));

    assertThat(world.acts).isEmpty();
    assertThat(wrong.condition("Planned")).isEqualTo("False WrongOrder");
    assertThat(wrong.message("Planned")).contains("must come after Isolate", "Nothing was done");
  }

  @Test
  void evidenceFromBeforeThisOutageIsNoEvidence() {
    RecoveryRecord begun = new RecoveryRecord(null);
    begun.mark(TimelineEvent.ONSET, FakeCluster.ONSET);
    world.status = begun.status();
    world.snapshotAt = FakeCluster.ONSET.minus(Duration.ofMinutes(3));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.status.steps().getFirst().message()).contains("no answer within 2 s");
  }
}
