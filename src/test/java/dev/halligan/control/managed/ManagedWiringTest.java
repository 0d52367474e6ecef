package dev.halligan.control.managed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Managed;
import dev.halligan.control.HandsFactory;
import dev.halligan.control.jail.InBandJail;
import dev.halligan.probe.TestAuthority;
import dev.halligan.target.Connecting.Connected;
import dev.halligan.target.Target;
import dev.halligan.target.TargetConnections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ManagedWiringTest {

  @Test
  void aProvidersClusterHasHandsWithoutSshAndContactsNobody() {
    var target = new Target(new TestAuthority("ca"));
    var factory =
        new HandsFactory(
            null,
            null,
            "halligan-0",
            InBandJail::new,
            () -> 7,
            Clock.systemUTC(),
            Clock.systemUTC());

    try (var connections = new TargetConnections(new SimpleMeterRegistry(), Clock.systemUTC())) {
      var connecting =
          connections.connect(managed(target.at("https://203.0.113.7:443")), target::secret);
      try (var grip = factory.open(((Connected) connecting).connection())) {
        assertThat(grip.hands().fence()).isInstanceOf(NoFence.class);
        assertThat(grip.hands().jail()).isInstanceOf(InBandJail.class);
        assertThat(grip.hands().surroundings().look()).isEmpty();
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
