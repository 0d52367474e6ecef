package dev.halligan.control.jail;

import java.util.List;

/**
 * Quiets one identity inside the API server (KEP-1040), for when it cannot be kept out by network.
 * Throws ControlFailure.
 */
public interface Jail {
  /**
   * Users are the API server's user names, e.g. system:serviceaccount:telemetry:agent. Idempotent.
   */
  void confine(List<String> users);

  /** Lets them go; nothing happens when nobody is confined. */
  void release();

  /** Whether anybody is confined now. */
  boolean confines();
}
