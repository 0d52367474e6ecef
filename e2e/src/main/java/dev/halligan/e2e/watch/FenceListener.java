package dev.halligan.e2e.watch;

/**
 * What is seen of the fence from beside the API server, with the moment it became so in seconds
 * since the rollout.
 */
public interface FenceListener {
  /** Strangers' new connections are refused, but what they have open may live on. */
  void shut(double at);

  /**
   * @param everywhere no stranger passes, at any instance of the API server
   * @param nowhere no instance has a fence
   */
  void fence(double at, boolean everywhere, boolean nowhere);

  /** Packets of the administrator's address that fences have refused so far. */
  void adminRefused(long packets);
}
