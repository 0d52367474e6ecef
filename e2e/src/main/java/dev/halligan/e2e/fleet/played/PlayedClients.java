package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who knocks at the fence of a played cluster, and who is connected. */
final class PlayedClients {
  /** Packets a second. */
  private static final int CULPRIT = 20;

  private static final int ORDINARY = 1;

  private final PlayedFence fence;
  private final boolean culprit;
  private final boolean pressed;

  /**
   * @param culprit whether its pods are there
   * @param pressed whether they are connected
   */
  PlayedClients(PlayedFence fence, boolean culprit, boolean pressed) {
    this.fence = fence;
    this.culprit = culprit;
    this.pressed = pressed;
  }

  /** Fills in {@code rejected} and {@code connected}, most first. */
  void describe(ObjectNode answer) {
    var rejectedClients = answer.putArray("rejected");
    var connectedClients = answer.putArray("connected");
    for (int node = 0; node < Inventory.NODES; node++) {
      long loud = culprit ? packets(CULPRIT) : 0;
      if (loud > 0) {
        rejectedClients
            .addObject()
            .put("address", Inventory.culpritAddress(node))
            .put("packets", loud);
      }
      if (pressed) {
        connectedClients
            .addObject()
            .put("address", Inventory.culpritAddress(node))
            .put("count", 350);
      }
    }
    for (int node = 0; node < Inventory.NODES; node++) {
      if (packets(ORDINARY) > 0) {
        rejectedClients
            .addObject()
            .put("address", Inventory.nodeAddress(node))
            .put("packets", packets(ORDINARY));
      }
      connectedClients.addObject().put("address", Inventory.nodeAddress(node)).put("count", 15);
    }
  }

  long rejected() {
    return Inventory.NODES * (packets(ORDINARY) + (culprit ? packets(CULPRIT) : 0));
  }

  private long packets(int perSecond) {
    return perSecond * fence.age().toMillis() / 1000;
  }
}
