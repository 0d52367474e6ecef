package dev.halligan.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Admins;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.HostedApiServer;
import dev.halligan.connection.ConnectionResult;
import dev.halligan.connection.Target;
import dev.halligan.connection.TargetConnections;
import dev.halligan.driver.hosted.capacity.PodCapacity;
import dev.halligan.driver.hosted.fence.PolicyFence;
import dev.halligan.driver.hosted.pods.PodInstanceObserver;
import dev.halligan.driver.hosted.pods.ReapedLifecycle;
import dev.halligan.probe.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverFactoryTest {
  @Test
  void aHostedControlPlaneIsHeldByItsPodsAndNeedsNoSsh() {
    var described = new Target(new TestAuthority("ca"));
    var cluster = described.at("https://10.89.0.6:6443");
    var s = cluster.getSpec();
    var hosted =
        new Hosted(
            "tenant-a",
            Map.of("app", "kube-apiserver"),
            null,
            new HostedApiServer("Deployment", "kube-apiserver", "kube-apiserver"),
            null,
            null);
    cluster.setSpec(
        new ProtectedClusterSpec(
            null,
            s.access(),
            new ControlPlane(null, hosted, null),
            new Admins(List.of("10.0.0.0/24")),
            null,
            null,
            null,
            null,
            null,
            null));
    try (var connections = new TargetConnections(new SimpleMeterRegistry(), Clock.systemUTC())) {
      var connected = (ConnectionResult.Connected) connections.connect(cluster, described::secret);
      var factory =
          new DriverFactory(
              null, null, "halligan-1", _ -> null, () -> 7, Clock.systemUTC(), Clock.systemUTC());

      try (var handle = factory.open(connected.connection())) {
        assertThat(handle.driver().fence()).isInstanceOf(PolicyFence.class);
        assertThat(handle.driver().capacity()).isInstanceOf(PodCapacity.class);
        assertThat(handle.driver().lifecycle()).isInstanceOf(ReapedLifecycle.class);
        assertThat(handle.driver().observer()).isInstanceOf(PodInstanceObserver.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // hosts, the endpoints as address and port, the port that is fenced
    "10.0.0.6, 10.0.0.6 6443, 6443",
    "10.0.0.6, 10.0.0.9 443 10.0.0.6 16443, 16443",
    "10.0.0.6, 10.0.0.9 443, 6443",
    "fd00::6, fd00:0:0::6 7443, 7443"
  })
  void fencesThePortOfTheHostsNotOfTheBalancer(String host, String endpoints, int port) {
    String[] words = endpoints.split(" ");
    var sockets = new java.util.ArrayList<InetSocketAddress>();
    for (int i = 0; i < words.length; i += 2) {
      sockets.add(new InetSocketAddress(words[i], Integer.parseInt(words[i + 1])));
    }

    assertThat(DriverFactory.apiPort(List.of(host), sockets)).isEqualTo(port);
  }
}
