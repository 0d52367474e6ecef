package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.control.Fence.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleDownNoisyTest {
  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @Test
  void neverScalesAStatefulSetHoweverLoud() {
    world.replicas.put(FakeCluster.DATABASE, 1);
    world.knocking =
        List.of(
            new Client("10.244.1.2", 9000),
            new Client("10.244.2.2", 9000),
            new Client("10.244.2.9", 9000),
            new Client("10.89.0.7", 75),
            new Client("10.89.0.8", 75));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("scale chatty 0").doesNotContain("scale patroni 0");
  }

  @Test
  void findsWhoWasLoudBeforeTheOffenderHadKnockedForMinutes() {
    world.queuesRead = false;
    world.knocking =
        List.of(
            new Client("10.244.1.2", 480_000),
            new Client("10.244.2.2", 480_000),
            new Client("10.244.1.3", 12_000),
            new Client("10.89.0.7", 750),
            new Client("10.89.0.8", 750));
    world.connected =
        List.of(
            new AddressLoad("10.244.1.2", 40),
            new AddressLoad("10.244.2.2", 40),
            new AddressLoad("10.244.1.3", 8));

    recovery.runFor(Duration.ofMinutes(5));

    assertThat(world.acts).contains("remove agent", "scale chatty 0");
  }
}
