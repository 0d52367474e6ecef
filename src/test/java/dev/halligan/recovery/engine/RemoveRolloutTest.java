package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.StepJournal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The accused object was deleted by somebody while its pods still knock. */
class RemoveRolloutTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @BeforeEach
  void deletedBySomebody() {
    world.exists.remove(FakeCluster.AGENT);
  }

  private Step remove() {
    return world.status.steps().stream()
        .filter(s -> s.name().equals("remove"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void deletesThePodsThatAreLeft() {
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(remove().state()).isEqualTo(StepState.DONE);
    assertThat(world.acts).contains("delete pods of agent").doesNotContain("remove agent");
    assertThat(world.pods).isZero();
    assertThat(world.status.timeline().culpritRemovedAt()).isNotNull();
  }

  @Test
  void undoSaysThatThereIsNothingToCreateAgain() {
    while (world.status == null || !StepJournal.isPrepared(remove())) {
      recovery.runFor(Duration.ofMillis(250));
    }

    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(5));

    assertThat(remove().message()).contains("DaemonSet/telemetry/agent", "already gone before");
    assertThat(world.acts).doesNotContain("recreate");
  }

  @Test
  void anotherObjectOfThatNameIsLeftAloneUntilAPersonSaysYes() {
    world.exists.add(FakeCluster.AGENT);
    while (!world.acts.contains("remove agent")) {
      recovery.runFor(Duration.ofMillis(10));
    }
    world.uid = "second";
    world.exists.add(FakeCluster.AGENT);

    recovery.runFor(Duration.ofSeconds(30));
    assertThat(recovery.message("Stalled")).contains("created it again", "GitOps");
    assertThat(world.exists).contains(FakeCluster.AGENT);

    recovery.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.APPROVE_STEP, "remove"));
    recovery.runFor(Duration.ofMinutes(5));
    assertThat(world.exists).doesNotContain(FakeCluster.AGENT);
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }
}
