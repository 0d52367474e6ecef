package dev.halligan.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.capacity.ApiServerCapacity.Growth;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A fence that stands is not one yet: somebody may change its rules, or come by a way around it.
 */
class HollowFenceTest {
  private static final String MADE_ANEW = "admins 10.0.0.0/24";

  private final World world = new World();
  private final Recovery recovery = new Recovery(world);

  @Test
  void rulesThatSomebodyTookOutAreMadeAnewAndThatIsSaid() {
    holdBehindTheFence();
    world.tampered = true;

    recovery.runFor(Duration.ofSeconds(12));

    assertThat(world.acts).containsOnlyOnce(MADE_ANEW).doesNotContain("lift");
    assertThat(world.fenced).isTrue();
    assertThat(isolate().message()).endsWith("a fenced address still gets in; it was made anew");
  }

  @Test
  void againWhenItHappensAgainLater() {
    holdBehindTheFence();
    world.tampered = true;
    recovery.runFor(Duration.ofSeconds(50));
    world.tampered = true;

    recovery.runFor(Duration.ofSeconds(12));

    assertThat(world.acts.stream().filter(MADE_ANEW::equals)).hasSize(2);
    assertThat(world.fenced).isTrue();
  }

  @Test
  void aFenceThatDoesNotHoldThoughItWasMadeAnewIsNone() {
    holdBehindTheFence();
    world.enforced = false;

    recovery.runFor(Duration.ofSeconds(20));

    assertThat(world.acts).containsOnlyOnce(MADE_ANEW).contains("lift");
    assertThat(world.fenced).isFalse();
    assertThat(isolate().message())
        .endsWith("the fence was lifted, for it keeps nobody out: a fenced address still gets in");
  }

  @Test
  void oneThatTurnsNobodyAwayIsToldOfOnceWhileTheServerIsLoaded() {
    world.relayed = true;
    recovery.runFor(Duration.ofSeconds(30));

    assertThat(world.fenced).isTrue();
    assertThat(isolate().message())
        .contains("administrators pass; this fence turns nobody away", "Most connections: none");
  }

  @Test
  void whereNobodyKnocksBecauseTheLoadIsGoneNothingIsToldOf() {
    world.relayed = true;
    world.pods = 0;
    holdBehindTheFence();

    recovery.runFor(Duration.ofSeconds(30));

    assertThat(world.fenced).isTrue();
    assertThat(isolate().message()).doesNotContain("turns nobody away");
  }

  @Test
  void aServerThatIsGoneIsNotLoaded() {
    world.relayed = true;
    world.processAlive = false;
    world.growsTo = Growth.STARTING;

    recovery.runFor(Duration.ofSeconds(40));

    assertThat(world.fenced).isTrue();
    assertThat(isolate().message()).doesNotContain("turns nobody away");
  }

  @Test
  void aHostThatGoesDeafBehindTheFenceIsTold() {
    holdBehindTheFence();
    world.deaf = List.of("10.89.0.7");

    recovery.runFor(Duration.ofSeconds(12));

    assertThat(isolate().message()).contains("; clients get in at 10.89.0.7", "asked on");
  }

  private void holdBehindTheFence() {
    recovery.runFor(Duration.ofSeconds(4));
    world.pauses = List.of("a person thinks");
    recovery.runFor(Duration.ofSeconds(20));
    assertThat(world.fenced).isTrue();
    world.acts.clear();
  }

  private Step isolate() {
    return new Ledger(world.status).step(ActionType.ISOLATE).orElseThrow();
  }
}
