package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.recovery.record.RecoveryRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A fence that stands is not one yet: somebody may change its rules, or come by a way around it.
 */
class HollowFenceTest {
  private static final String MADE_ANEW = "admins 10.0.0.0/24";

  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @Test
  void rulesThatSomebodyTookOutAreMadeAnewAndThatIsSaid() {
    holdBehindTheFence();
    world.tampered = true;

    recovery.runFor(Duration.ofSeconds(12));

    assertThat(world.acts).containsOnlyOnce(MADE_ANEW).doesNotContain("lift");
    assertThat(world.fenced).isTrue();
    assertThat(isolate().message())
        .endsWith("a fenced address still gets in; Halligan restored its rules");
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
        .endsWith("the fence was lifted because it does not hold: a fenced address still gets in");
  }

  @Test
  void oneThatTurnsNobodyAwayIsToldOfOnceWhileTheServerIsLoaded() {
    world.relayed = true;
    recovery.runFor(Duration.ofSeconds(30));

    assertThat(world.fenced).isTrue();
    assertThat(isolate().message())
        .contains("administrators pass; the fence rejects nobody", "Most connections: none");
  }

  @Test
  void whereNobodyKnocksBecauseTheLoadIsGoneNothingIsToldOf() {
    world.relayed = true;
    world.pods = 0;
    holdBehindTheFence();

    recovery.runFor(Duration.ofSeconds(30));

    assertThat(world.fenced).isTrue();
    assertThat(isolate().message()).doesNotContain("rejects nobody");
  }

  @Test
  void aServerThatIsGoneIsNotLoaded() {
    world.relayed = true;
    world.processAlive = false;
    world.growsTo = Growth.STARTING;

    recovery.runFor(Duration.ofSeconds(40));

    assertThat(world.fenced).isTrue();
    assertThat(isolate().message()).doesNotContain("rejects nobody");
  }

  @Test
  void aHostThatGoesDeafBehindTheFenceIsTold() {
    holdBehindTheFence();
    world.deaf = List.of("10.89.0.7");

    recovery.runFor(Duration.ofSeconds(12));

    assertThat(isolate().message()).contains("; clients get in at 10.89.0.7", "keeps trying");
  }

  private void holdBehindTheFence() {
    recovery.runFor(Duration.ofSeconds(4));
    world.pauses = List.of("a person thinks");
    recovery.runFor(Duration.ofSeconds(20));
    assertThat(world.fenced).isTrue();
    world.acts.clear();
  }

  private Step isolate() {
    return new RecoveryRecord(world.status).step(ActionType.ISOLATE).orElseThrow();
  }
}
