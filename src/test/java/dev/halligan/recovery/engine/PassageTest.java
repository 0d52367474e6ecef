package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.Fence.Passage.Word;
import dev.halligan.recovery.record.RecoveryRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our own address changes in the middle of a recovery, while nothing else is done. */
class PassageTest {
  private static final String MOVED = "10.7.7.7";

  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @BeforeEach
  void fence() {
    recovery.runFor(Duration.ofSeconds(4));
    world.pauses = List.of("a person thinks");
    recovery.runFor(Duration.ofSeconds(20));
    assertThat(recovery.condition("Stalled")).isEqualTo("True Paused");
    assertThat(world.fenced).isTrue();
    world.acts.clear();
    world.movedTo = MOVED;
  }

  @Test
  void whereTheHostsSeeUsNowIsLetPassForThisRecoveryAndSaid() {
    recovery.runFor(Duration.ofSeconds(25));
    assertThat(world.acts).noneMatch(a -> a.startsWith("admins"));

    recovery.runFor(Duration.ofSeconds(25));

    assertThat(world.acts).contains("admins 10.0.0.0/24,10.7.7.7/32");
    assertThat(world.movedTo).isNull();
    assertThat(world.fenced).isTrue();
    assertThat(isolate().message())
        .contains("administrators pass; the fence blocked Halligan", "address is now 10.7.7.7")
        .contains("spec.admins.cidrs");
  }

  @Test
  void itStaysSoWhenAPersonEditsAdmins() {
    recovery.runFor(Duration.ofSeconds(50));

    world.admins = List.of("10.0.0.0/24", "10.9.0.0/24");
    recovery.runFor(Duration.ofSeconds(20));

    assertThat(world.acts).contains("admins 10.0.0.0/24,10.9.0.0/24,10.7.7.7/32");
  }

  @Test
  void aFenceThatKnowsOurAddressAndTurnsUsAwayIsLiftedAndThatIsSaid() {
    world.movedTo = "10.0.0.7";

    recovery.runFor(Duration.ofSeconds(50));

    assertThat(world.acts).contains("lift").noneMatch(a -> a.startsWith("admins"));
    assertThat(world.fenced).isFalse();
    assertThat(isolate().message())
        .contains("the fence was lifted: it blocked administrators")
        .contains("it admits Halligan's address");
  }

  @Test
  void aDeadServerBehindTheFenceTurnsNobodyAway() {
    world.processAlive = false;

    recovery.runFor(Duration.ofMinutes(2));

    assertThat(world.fence().passage().word()).isEqualTo(Word.UNKNOWN);
    assertThat(world.acts).doesNotContain("lift").noneMatch(a -> a.startsWith("admins"));
    assertThat(world.fenced).isTrue();
  }

  @Test
  void aServerThatWasAwayForAMomentBeginsTheWaitAnew() {
    recovery.runFor(Duration.ofSeconds(25));
    world.processAlive = false;
    recovery.runFor(Duration.ofSeconds(12));
    world.processAlive = true;

    recovery.runFor(Duration.ofSeconds(20));
    assertThat(world.acts).noneMatch(a -> a.startsWith("admins"));

    recovery.runFor(Duration.ofSeconds(25));
    assertThat(world.acts).contains("admins 10.0.0.0/24,10.7.7.7/32");
  }

  private Step isolate() {
    return new RecoveryRecord(world.status).step(ActionType.ISOLATE).orElseThrow();
  }
}
