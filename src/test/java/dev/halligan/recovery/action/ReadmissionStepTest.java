package dev.halligan.recovery.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.Fence.Client;
import dev.halligan.recovery.engine.FakeCluster;
import dev.halligan.recovery.engine.RecoveryHarness;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmissionStepTest {
  private final FakeCluster world = new FakeCluster();

  @Test
  void whoHasACohortDoesNotHoldUpTheRest() {
    world.knocking = knocking("10.244.3.");

    new RecoveryHarness(world).runFor(Duration.ofMinutes(5));

    assertThat(world.acts)
        .containsSubsequence("admit pods 25", "admit pods 100", "admit rest 100")
        .doesNotContain("admit rest 25");
  }

  @Test
  void whoHasNoneComesBackByShares() {
    world.knocking = knocking("192.0.2.");

    new RecoveryHarness(world).runFor(Duration.ofMinutes(5));

    assertThat(world.acts).containsSubsequence("admit rest 25", "admit rest 100");
  }

  /** The agent, and six others of a network. */
  private List<Client> knocking(String network) {
    return Stream.concat(
            world.knocking.stream(),
            IntStream.range(1, 7).mapToObj(i -> new Client(network + i, 70)))
        .toList();
  }
}
