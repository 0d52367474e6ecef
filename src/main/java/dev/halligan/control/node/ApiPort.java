package dev.halligan.control.node;

import java.util.List;
import java.util.OptionalInt;

/**
 * On which port the API server of one host listens. The host's own word counts, and stands while
 * the server is down; an endpoint of the spec at the host's address may be a balancer's port there.
 */
final class ApiPort {
  /** Where one process listens on several, the one of kubeadm, k3s and RKE2. */
  private static final int USUAL = 6443;

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

  /** {@code ports}: null when the host cannot tell, empty when no server runs. */
  void learn(List<Integer> ports) {
    if (ports == null || ports.isEmpty()) {
      return;
    }
    if (!ports.contains(port)) {
      port = ports.contains(USUAL) ? USUAL : ports.getFirst();
    }
    told = true;
  }

  /** As the others; nothing new for a host that told its own. */
  void assume(int others) {
    if (!told) {
      port = others;
    }
  }
}
