package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.connection.MonotonicClock;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clocks that are set, and clocks of two machines that differ. */
class ClocksTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  static Stream<Arguments> jumps() {
    return IntStream.range(0, 60)
        .boxed()
        .flatMap(at -> Stream.of(-10, 10).map(minutes -> Arguments.of(at, minutes)));
  }

  /** The next leader's clock is ahead of the last one's, or behind it. */
  @ParameterizedTest
  @MethodSource("jumps")
  void whoeverTakesOverWithAnotherClockEndsAsTheFirstWouldHave(int lifetime, int minutes) {
    world.lifetime = lifetime;
    boolean[] standing = {false};
    int[] acts = {0};
    recovery.onDeath =
        () -> {
          world.clock.pass(Duration.ofMinutes(minutes));
          world.status = Takeover.of(world.status, world.clock.instant());
          standing[0] = isFenceKept();
          acts[0] = world.acts.size();
        };

    recovery.runFor(Duration.ofMinutes(15));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(recovery.message("Succeeded")).doesNotContain("failed");
    assertThat(world.fenced).isFalse();
    assertThat(world.frozen).isFalse();
    assertThat(world.replicas).containsEntry(FakeCluster.CHATTY, 3);
    assertThat(world.acts.stream().filter("remove agent"::equals)).hasSize(1);
    if (standing[0]) {
      assertThat(world.acts.get(acts[0])).as("the first act").isEqualTo("renew");
    }
  }

  private boolean isFenceKept() {
    return world.fenced
        && world.status.timeline() != null
        && world.status.timeline().fencedAt() != null
        && world.status.timeline().readmittedAt() == null
        && new RecoveryRecord(world.status).isDone(ActionType.ISOLATE);
  }

  @ParameterizedTest
  @MethodSource("jumps")
  void wallTimeThatIsSetChangesNothing(int act, int minutes) {
    List<String> undisturbed = new FakeCluster().acts;
    FakeCluster calm = new FakeCluster();
    new RecoveryHarness(calm).runFor(Duration.ofMinutes(5));
    undisturbed = acted(calm);

    ManualClock wall = new ManualClock();
    ManualClock hardware = new ManualClock();
    MonotonicClock steady = new MonotonicClock(wall, hardware::nanos);
    Duration apart = Duration.between(steady.instant(), world.clock.instant());
    boolean set = false;
    for (int pass = 0; pass < 5000 && !ended(); pass++) {
      recovery.runFor(Duration.ofNanos(1)); // one pass
      Duration slept = Duration.between(steady.instant().plus(apart), world.clock.instant());
      hardware.pass(slept);
      wall.pass(slept);
      if (!set && world.acts.size() >= act) {
        wall.pass(Duration.ofMinutes(minutes));
        set = true;
      }
      world.clock.set(steady.instant().plus(apart));
    }

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(acted(world)).isEqualTo(undisturbed);
  }

  private boolean ended() {
    return world.status != null && !recovery.condition("Succeeded").startsWith("Unknown");
  }

  private static List<String> acted(FakeCluster world) {
    return world.acts.stream().filter(a -> !a.equals("renew") && !a.startsWith("freeze")).toList();
  }

  @Test
  void theFenceIsRenewedWhileAFirstAnswerIsAwaited() {
    world.hangs = true;
    RecoveryHarness shortLived = new RecoveryHarness(world, withoutGrowth());

    shortLived.runFor(Duration.ofSeconds(9));

    assertThat(world.status.steps().get(1).state()).isEqualTo(StepState.DONE);
    assertThat(world.acts).containsExactly("isolate", "renew");
  }

  /** And a fence that lives for 30 s, renewed every 7.5 s. */
  private static RecoveryPlaybookSpec withoutGrowth() {
    return new RecoveryPlaybookSpec(
        BuiltInPlaybook.spec().steps().stream()
            .filter(s -> s.action() != ActionType.GROW_API_SERVER)
            .map(
                s ->
                    s.action() == ActionType.ISOLATE
                        ? new RecoveryPlaybookSpec.Step(
                            s.name(),
                            s.action(),
                            s.timeout(),
                            s.onFailure(),
                            null,
                            new RecoveryPlaybookSpec.Isolate("30s"),
                            null,
                            null,
                            null,
                            null,
                            null)
                        : s)
            .toList());
  }

  @Test
  void whatIsSaidToBeKeptIs() {
    world.agentChangedAt = FakeCluster.ONSET.minus(Duration.ofDays(90));
    world.queuesRead = false;
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.message("Stalled")).contains("The fence stays up");

    world.hostReachable = false;
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(recovery.message("Stalled"))
        .contains("cannot renew the fence", "expires by itself 120 s after its last renewal")
        .doesNotContain("stays up");

    world.hostReachable = true;
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(recovery.message("Stalled")).contains("The fence stays up");
  }
}
