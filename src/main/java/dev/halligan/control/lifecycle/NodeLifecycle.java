package dev.halligan.control.lifecycle;

import java.time.Duration;

/** Keeps fenced nodes from being declared dead and their pods from being evicted. */
public interface NodeLifecycle {

  /** How the freeze is done. */
  enum Method {
    /** The nodes' leases are renewed in their name; controllers keep running. */
    RENEW_LEASES,
    /** The controller-manager is stopped; deletions wait for its garbage collector. */
    STOP_CONTROLLER_MANAGER
  }

  /**
   * What can be done now: leases for up to 100 nodes while the admin lane is open, else the stop.
   */
  Method choose(boolean adminLaneOpen);

  /** Freezes, and keeps frozen for {@code ttl}; call again before it has passed. */
  void freeze(Method method, Duration ttl);

  /** Ends the freeze. */
  void thaw(Method method);

  /** Nodes whose own kubelet renewed the lease within the last 20 s, and all nodes. */
  record Freshness(int fresh, int nodes) {}

  /**
   * Counts fresh leases; only meaningful once nodes are readmitted and after thaw of RENEW_LEASES.
   */
  Freshness freshness();
}
