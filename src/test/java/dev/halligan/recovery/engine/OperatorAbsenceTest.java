package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The operator was away for longer than its fence lives. */
class OperatorAbsenceTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @Test
  void aClusterThatIsWellIsNotFencedASecondTime() {
    recovery.runFor(Duration.ofSeconds(10));
    assertThat(world.acts).contains("remove agent");
    world.fenced = false;
    world.pods = 0;
    world.acts.clear();
    world.clock.pass(Duration.ofMinutes(15));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).doesNotContain("isolate");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.replicas).containsEntry(FakeCluster.CHATTY, 3);
    assertThat(world.frozen).isFalse();
  }

  @Test
  void aClusterThatDrownsAgainIs() {
    recovery.runFor(Duration.ofSeconds(1));
    assertThat(world.acts).contains("isolate").doesNotContain("remove agent");
    world.fenced = false;
    world.acts.clear();
    world.clock.pass(Duration.ofMinutes(15));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).contains("isolate", "remove agent");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void aFenceThatWouldLockUsOutByNowIsNotTriedForEver() {
    recovery.runFor(Duration.ofSeconds(1));
    world.fenced = false;
    world.adminPasses = false;
    world.acts.clear();
    world.clock.pass(Duration.ofMinutes(15));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).containsOnlyOnce("isolate");
    assertThat(world.fenced).isFalse();
    assertThat(world.status.steps().get(1).message())
        .contains("the fence was not raised again: an administrator would be locked out");
  }
}
