package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.control.Fence.Client;
import dev.halligan.recovery.fake.FakeCluster;
import dev.halligan.recovery.fake.HostReports;
import dev.halligan.recovery.fake.RecoveryHarness;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Safety rule 1: killed at any act or journal write, the next operator ends where the first would
 * have.
 */
class KillPointsTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  static IntStream instants() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("instants")
  void aStorm(int lifetime) {
    killedAfter(lifetime);

    endsRecovered();
    assertThat(world.workloads.exist).doesNotContain(FakeCluster.AGENT);
    assertThat(world.acts.stream().filter("remove agent"::equals)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("instants")
  void aFenceThatIsSlowToComeUp(int lifetime) {
    world.fence.looksUntilUp = 8;

    killedAfter(lifetime);

    endsRecovered();
  }

  @ParameterizedTest
  @MethodSource("instants")
  void aFenceThatDoesNotHold(int lifetime) {
    world.fence.enforced = false;

    killedAfter(lifetime);

    endsRecovered();
    assertThat(world.jail().confines()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("instants")
  void aFalseAlarm(int lifetime) {
    world.workloads.pods = 0;
    world.evidence.agentChangedAt = FakeCluster.ONSET.minus(Duration.ofDays(90));
    world.evidence.queuesRead = false;
    world.clients.knocking = List.of(new Client("10.89.0.7", 60));
    world.hosts.reports = new HostReports(null, null, null);

    killedAfter(lifetime);

    assertThat(recovery.condition("Succeeded")).isEqualTo("False NobodySuspected");
    assertThat(world.fence.up).isFalse();
    assertThat(world.frozen).isFalse();
  }

  @ParameterizedTest
  @MethodSource("instants")
  void aReadmitThatAPersonSkips(int lifetime) {
    RecoveryHarness asking = new RecoveryHarness(world, askingBeforeReadmit());
    asking.runFor(Duration.ofMinutes(1));
    asking.annotations =
        RequestAnnotations.of(false, Map.of(RequestAnnotations.SKIP_STEP, "readmit"));

    world.operator.lifetime = lifetime;
    asking.runFor(Duration.ofMinutes(5));

    endsRecovered();
    assertThat(world.acts).doesNotContain("admit pods 100");
  }

  private static RecoveryPlaybookSpec askingBeforeReadmit() {
    return new RecoveryPlaybookSpec(
        BuiltInPlaybook.spec().steps().stream()
            .map(
                s ->
                    s.action() == ActionType.READMIT
                        ? new Step(
                            s.name(),
                            s.action(),
                            null,
                            null,
                            true,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)
                        : s)
            .toList());
  }

  private void killedAfter(int lifetime) {
    world.operator.lifetime = lifetime;
    recovery.runFor(Duration.ofMinutes(5));
  }

  private void endsRecovered() {
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.fence.up).isFalse();
    assertThat(world.frozen).isFalse();
    assertThat(world.workloads.replicas).containsEntry(FakeCluster.CHATTY, 3);
  }
}
