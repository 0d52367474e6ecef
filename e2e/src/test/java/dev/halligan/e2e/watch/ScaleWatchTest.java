package dev.halligan.e2e.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScaleWatchTest {
  private static Deployment asking(Integer replicas) {
    return new DeploymentBuilder().withNewSpec().withReplicas(replicas).endSpec().build();
  }

  @Test
  void onlyAWishForNoReplicaCounts() {
    var zeros = new AtomicInteger();
    ScaleWatch.look(asking(3), zeros::incrementAndGet);
    ScaleWatch.look(asking(null), zeros::incrementAndGet);
    assertThat(zeros).hasValue(0);
    ScaleWatch.look(asking(0), zeros::incrementAndGet);
    assertThat(zeros).hasValue(1);
  }
}
