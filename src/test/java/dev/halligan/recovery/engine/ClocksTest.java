package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.connection.MonotonicClock;
import dev.halligan.recovery.fake.FakeCluster;
import dev.halligan.recovery.fake.RecoveryHarness;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    world.operator.lifetime = lifetime;
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
    assertThat(world.fence.up).isFalse();
    assertThat(world.frozen).isFalse();
    assertThat(world.workloads.replicas).containsEntry(FakeCluster.CHATTY, 3);
    assertThat(world.acts.stream().filter("remove agent"::equals)).hasSize(1);
    if (standing[0]) {
      assertThat(world.acts.get(acts[0])).as("the first act").isEqualTo("renew");
    }
  }

  private boolean isFenceKept() {
    return world.fence.up
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
}
