package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.Fence.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The network masquerades pods: the fence knows the agent's pods by their nodes' addresses only.
 */
class SharedAddressTest {
  private static final String JAIL = "confine system:serviceaccount:telemetry:agent";

  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @BeforeEach
  void masquerade() {
    world.knocking = List.of(new Client("10.89.0.11", 9000), new Client("10.89.0.12", 9000));
  }

  @Test
  void theAccusedIsJailedBeforeItComesInWithItsNodes() {
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts)
        .containsSubsequence("isolate", JAIL, "remove agent", "admit nodes 100", "release", "lift");
    assertThat(recovery.condition("Succeeded")).startsWith("True");
    assertThat(world.jail().confines()).isFalse();
  }

  @Test
  void nobodyStaysInJailWhenThePodsAreGivenUp() {
    world.podsStay = true;
    recovery.runFor(Duration.ofMinutes(4));
    assertThat(world.jail().confines()).isTrue();
    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.jail().confines()).isFalse();
  }

  @Test
  void whoHasAnAddressOfItsOwnStaysOutsideAndNeedsNoJail() {
    world.knocking = new FakeCluster().knocking;
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts).contains("remove agent").doesNotContain(JAIL);
  }
}
