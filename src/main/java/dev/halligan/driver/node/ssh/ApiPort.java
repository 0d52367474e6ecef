package dev.halligan.driver.node.ssh;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import java.util.List;
import java.util.OptionalInt;

/**
 * The port of one host's API server. The host's own report counts, and stays valid while the server
 * is down. An endpoint of the spec at the host's address may be a load balancer's port there.
 */
final class ApiPort {
  private volatile int port;
  private volatile boolean told;

  ApiPort(int assumed) {
    this.port = assumed;
  }

  int get() {
    return port;
  }

  OptionalInt told() {
    return told ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /** {@code ports}: null if the host does not know, empty if no server runs. */
  void learn(List<Integer> ports) {
    if (ports == null || ports.isEmpty()) {
      return;
    }
    if (!ports.contains(port)) {
      port =
          ports.contains(ProtectedClusterSpec.KUBEADM_PORT)
              ? ProtectedClusterSpec.KUBEADM_PORT
              : ports.getFirst();
    }
    told = true;
  }

  /** Takes the other hosts' port; ignored if the host reported its own. */
  void assume(int others) {
    if (!told) {
      port = others;
    }
  }
}
