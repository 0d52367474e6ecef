package dev.halligan.control;

import java.time.Duration;

/** Keeps fenced nodes from being declared dead and their pods from being evicted. */
public interface NodeLifecycle {

  /** How the freeze is done. */
  enum Method {
    /** Halligan renews the nodes' leases; controllers keep running. */
    RENEW_LEASES,
    /** Halligan stops the controller-manager; deletions wait for its garbage collector. */
    STOP_CONTROLLER_MANAGER
  }

  /**
   * The method to use now: leases for up to 100 nodes while the admin lane answers, else the stop.
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
