package dev.halligan.control;

import java.util.List;

/**
 * Silences an identity inside the API server (KEP-1040) if the network cannot keep it out. Throws
 * ControlFailure.
 */
public interface Jail {
  /**
   * Users are the API server's user names, e.g. system:serviceaccount:telemetry:agent. Idempotent.
   */
  void confine(List<String> users);

  /** Releases all jailed users; does nothing if there are none. */
  void release();

  /** Whether anyone is jailed now. */
  boolean confines();
}
