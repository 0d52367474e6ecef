package dev.halligan.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An abort that takes its time: what stands is kept until its own turn comes. */
class BackwardTest {
  private final World world = new World();
  private final Recovery recovery = new Recovery(world);

  private void abortOnceGrown() {
    while (!world.acts.contains("grow 1200 IN_PLACE")) {
      recovery.runFor(Duration.ofMillis(100));
    }
    world.acts.clear();
    recovery.request = World.request(false, true);
  }

  @Test
  void keepsFenceAndFreezeWhileHostsRestartOneAfterTheOther() {
    world.hosts = List.of("10.89.0.6", "10.89.0.7", "10.89.0.8");
    abortOnceGrown();
    world.shrunkFrom = world.now.plusSeconds(240);

    recovery.runFor(Duration.ofMinutes(10));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
    assertThat(world.acts.stream().filter("renew"::equals).count()).isGreaterThanOrEqualTo(7);
    assertThat(world.acts.stream().filter("freeze RENEW_LEASES"::equals).count())
        .isGreaterThanOrEqualTo(20);
    assertThat(world.acts).containsSubsequence("renew", "shrink", "lift", "thaw RENEW_LEASES");
  }

  @Test
  void givesUpOnOneHostThatDoesNotComeBack() {
    abortOnceGrown();
    world.shrunkFrom = world.now.plus(Duration.ofHours(1));

    recovery.runFor(Duration.ofMinutes(4));

    assertThat(recovery.condition("Succeeded")).isEqualTo("False UndoFailed");
    assertThat(recovery.message("Succeeded")).contains("grow", "others wait");
    assertThat(world.fenced).isFalse();
    assertThat(world.frozen).isFalse();
  }

  @Test
  void raisesNoFenceAgainThatExpiredMeanwhile() {
    abortOnceGrown();
    world.shrunkFrom = world.now.plus(Duration.ofMinutes(16));
    world.now = world.now.plus(Duration.ofMinutes(15));
    world.fenced = false;

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).contains("lift").doesNotContain("isolate");
    assertThat(recovery.condition("Succeeded")).isEqualTo("False Aborted");
  }
}
