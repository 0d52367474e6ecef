package dev.halligan.e2e.fleet.played;

import java.util.Locale;

/** What a played cluster suffers from. */
public enum Ailment {
  /** Everybody is answered at once, the host is idle. */
  HEALTHY,
  /** The server shakes hands and answers late; its host reports the CPU at its limit. */
  SLOW,
  /** Connections are accepted and never answered; CPU at the limit, connections pile up. */
  DROWNED,
  /** The port refuses: no process runs, and the kernel kills each new one for memory. */
  DEAD,
  /** The accept queue is full, so no connection comes about; the host answers by SSH. */
  SILENT,
  /** Every answer is late on its way, by SSH too; the host is idle. */
  SLOW_PATH,
  /** Nothing answers on any path. */
  BLACK_HOLE,
  /** The API port is cut off on the way; the host answers by SSH and is idle. */
  CUT;

  /** For a sentence. */
  public String describe() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether a workload inside causes it, so that its removal cures. */
  boolean hasCulprit() {
    return switch (this) {
      case SLOW, DROWNED, DEAD, SILENT -> true;
      case HEALTHY, SLOW_PATH, BLACK_HOLE, CUT -> false;
    };
  }
}
