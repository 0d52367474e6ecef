package dev.halligan.driver.managed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Managed;
import dev.halligan.connection.ConnectionResult.Connected;
import dev.halligan.connection.Target;
import dev.halligan.connection.TargetConnections;
import dev.halligan.driver.DriverFactory;
import dev.halligan.driver.inband.FlowControlJail;
import dev.halligan.probe.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ManagedWiringTest {

  @Test
  void aProvidersClusterHasHandsWithoutSshAndContactsNobody() {
    var target = new Target(new TestAuthority("ca"));
    var factory =
        new DriverFactory(
            null,
            null,
            "halligan-0",
            FlowControlJail::new,
            () -> 7,
            Clock.systemUTC(),
            Clock.systemUTC());

    try (var connections = new TargetConnections(new SimpleMeterRegistry(), Clock.systemUTC())) {
      var connecting =
          connections.connect(managed(target.at("https://203.0.113.7:443")), target::secret);
      try (var handle = factory.open(((Connected) connecting).connection())) {
        assertThat(handle.driver().fence()).isInstanceOf(NoFence.class);
        assertThat(handle.driver().jail()).isInstanceOf(FlowControlJail.class);
        assertThat(handle.driver().observer().look()).isEmpty();
      }
    }
  }

  private static ProtectedCluster managed(ProtectedCluster cluster) {
    var s = cluster.getSpec();
    cluster.setSpec(
        new ProtectedClusterSpec(
            s.mode(),
            s.access(),
            new ControlPlane(null, null, new Managed()),
            s.admins(),
            s.clients(),
            s.detection(),
            s.playbook(),
            s.pauses(),
            null,
            s.history()));
    return cluster;
  }
}
