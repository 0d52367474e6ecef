package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.connection.ConnectionResult;
import dev.halligan.connection.Target;
import dev.halligan.connection.TargetConnections;
import dev.halligan.probe.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;

/** Connections to clusters that nobody ever contacts, eu-1 unless named. */
public final class Targets implements AutoCloseable {
  private final Target target = new Target(new TestAuthority("ca"));
  private final TargetConnections connections =
      new TargetConnections(new SimpleMeterRegistry(), Clock.systemUTC());

  public ConnectionResult.Connected connect(String namespace, Mode mode) {
    return connect(namespace, "eu-1", mode);
  }

  public ConnectionResult.Connected connect(String namespace, String name, Mode mode) {
    return connect(namespace, name, mode, null);
  }

  public ConnectionResult.Connected connect(
      String namespace, String name, Mode mode, Approvals approvals) {
    ProtectedCluster cluster = target.at("https://10.89.0.6:6443");
    ProtectedClusterSpec s = cluster.getSpec();
    cluster.getMetadata().setNamespace(namespace);
    cluster.getMetadata().setName(name);
    cluster.setSpec(
        new ProtectedClusterSpec(
            mode,
            s.access(),
            s.controlPlane(),
            new ProtectedClusterSpec.Admins(List.of("10.0.0.0/24")),
            null,
            null,
            null,
            null,
            approvals,
            null));
    return (ConnectionResult.Connected) connections.connect(cluster, target::secret);
  }

  @Override
  public void close() {
    connections.close();
  }
}
