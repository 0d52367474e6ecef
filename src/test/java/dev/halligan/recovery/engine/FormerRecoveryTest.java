package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.recovery.fake.FakeCluster;
import dev.halligan.recovery.fake.RecoveryHarness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator is upgraded while version 0.1 recovers a cluster: its fence is up, nodes are in. */
class FormerRecoveryTest {
  private static final Path STATUS = Path.of("src/test/resources/FormerJournalTest/status.yaml");

  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @BeforeEach
  void upgrade() throws IOException {
    world.clock.set(Instant.parse("2024-12-11T15:12:21Z"));
    world.status =
        Takeover.of(
            Serialization.unmarshal(Files.readString(STATUS), RecoveryRequestStatus.class),
            world.clock.instant());
    world.fence.up = true;
    world.workloads.replicas.put(FakeCluster.CHATTY, 0);
    world.workloads.exist.remove(FakeCluster.AGENT);
    world.workloads.pods = 0;
    world.acts.add("remove agent");
    world.kept.put("daemonset.telemetry.agent", "{}");
  }

  @Test
  void itIsFinished() {
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts)
        .containsSubsequence("admit rest 100", "lift", "thaw RENEW_LEASES", "restore chatty 3")
        .contains("shrink")
        .containsOnlyOnce("remove agent")
        .doesNotContain("scale chatty 0");
    assertThat(recovery.condition("Succeeded")).startsWith("True");
  }

  @Test
  void itIsRolledBack() {
    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts)
        .contains("recreate", "shrink", "restore chatty 3", "lift", "thaw RENEW_LEASES");
    assertThat(world.fence.up).isFalse();
  }
}
