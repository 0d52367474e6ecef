package dev.halligan.e2e.plane;

import dev.halligan.e2e.lab.Node;

/**
 * Packets that leave the pod network get the address of their node, as flannel and kindnet do it.
 * The lab's own network, kube-router, leaves them the pod's.
 */
final class Masquerade {
  /** A table that is there and empty in between can be loaded again and again. */
  private static final String OFF =
      """
      table ip drill_masquerade {}
      delete table ip drill_masquerade
      """;

  private static final String ON =
      OFF
          + """
          table ip drill_masquerade {
            chain postrouting {
              type nat hook postrouting priority 90
              ip saddr 10.244.0.0/16 ip daddr != 10.244.0.0/16 masquerade
            }
          }
          """;

  private Masquerade() {}

  static void set(Node node, boolean on) {
    node.run("nft -f - <<'END'\n" + (on ? ON : OFF) + "END\n")
        .orThrow("masquerading pods on " + node.name());
  }
}
