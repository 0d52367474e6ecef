package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recoveries of clusters that nobody can be kept out of. */
class WithoutFenceTest {
  private static final String CONFINE = "confine system:serviceaccount:telemetry:agent";

  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  private Step step(String name) {
    return world.status.steps().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFenceThatDoesNotHoldIsLiftedAndTheRestIsDone() {
    world.enforced = false;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(step("isolate").state()).isEqualTo(StepState.SKIPPED);
    assertThat(step("isolate").message())
        .contains(
            "a fenced address still gets in",
            "Install a policy engine",
            "jailed inside the API server: system:serviceaccount:telemetry:agent");
    assertThat(world.acts)
        .startsWith("isolate", "lift", CONFINE)
        .containsSubsequence("grow 1200 IN_PLACE", CONFINE, "remove agent", "release")
        .doesNotContain("admit nodes 100");
    assertThat(world.status.timeline().fencedAt()).isNull();
    assertThat(world.status.timeline().readmittedAt()).isNotNull();
    assertThat(step("readmit").state()).isEqualTo(StepState.SKIPPED);
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void whatACloudRunsIsRecoveredInBandAlone() {
    world.managed = true;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    for (String name : new String[] {"isolate", "freeze", "grow", "thaw", "readmit"}) {
      assertThat(step(name).state()).as(name).isEqualTo(StepState.SKIPPED);
    }
    assertThat(step("isolate").message()).contains("a cloud runs it");
    assertThat(world.acts)
        .startsWith(CONFINE)
        .containsSubsequence(
            "scale chatty 0", CONFINE, "remove agent", "release", "restore chatty 3");
  }

  @Test
  void nobodyIsConfinedBehindAFence() {
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).doesNotContain(CONFINE, "release");
  }

  @Test
  void whereNobodyFillsTheQueuesNobodyIsConfinedOnSight() {
    world.managed = true;
    world.queuesRead = false;

    recovery.runFor(Duration.ofSeconds(2));

    assertThat(step("isolate").message())
        .contains("The recovery continues without a fence")
        .doesNotContain("jailed");
    assertThat(world.jail().confines()).isFalse();
  }

  @Test
  void whoIsConfinedIsLetGoWithTheOthersWhenNothingIsRemoved() {
    world.managed = true;
    world.podsStay = true;
    recovery.runFor(Duration.ofSeconds(30));
    assertThat(world.jail().confines()).isTrue();

    recovery.runFor(Duration.ofMinutes(5));
    assertThat(recovery.message("Stalled")).doesNotContain("fence");
    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "remove"));
    recovery.runFor(Duration.ofMinutes(2));

    assertThat(world.jail().confines()).isFalse();
  }

  @Test
  void anAbortLetsTheConfinedGo() {
    world.managed = true;
    world.podsStay = true;
    recovery.runFor(Duration.ofSeconds(30));
    assertThat(world.confined).containsExactly("system:serviceaccount:telemetry:agent");
    assertThat(step("remove").message())
        .contains("of its pods are left", "jailed inside the API server");

    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.jail().confines()).isFalse();
    assertThat(world.exists).contains(FakeCluster.AGENT);
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
  }

  static IntStream instants() {
    return IntStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("instants")
  void resumesWhereverItWasKilled(int lifetime) {
    world.enforced = false;
    world.lifetime = lifetime;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.jail().confines()).isFalse();
    assertThat(world.fenced).isFalse();
    assertThat(world.replicas).containsEntry(FakeCluster.CHATTY, 3);
  }
}
