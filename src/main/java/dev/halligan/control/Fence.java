package dev.halligan.control;

import java.time.Duration;
import java.util.List;

/**
 * Blocks every client except administrators at the network layer, before TLS, on every instance of
 * the API server. A fence expires unless renewed. Every call is idempotent and throws {@link
 * ControlFailure} if it could not be carried out on all instances. Instances that are gone for
 * good, or deaf, are left out; see {@link #missing()}.
 */
public interface Fence {

  /** Who always passes, and how long the fence lives unless renewed (30 s to 240 s). */
  record Admission(List<String> adminCidrs, Duration ttl) {}

  /** A cohort and the admitted share of its addresses, 0 to 100; rate 0 means no rate limit. */
  record CohortShare(String name, List<String> cidrs, int share, int connectionsPerSecond) {}

  /** A client's address with the number of its rejected packets, or of its open connections. */
  record Client(String address, long count) {}

  /**
   * The fence as the instances report it; {@code up} only if it is up on all of them. Instances
   * that are left out do not count.
   *
   * @param pending what is still in progress before it is up, for people; null if nothing is
   * @param upFor how long it has been up on the last instance, if just reported; otherwise zero
   */
  record State(
      boolean up,
      int instances,
      int instancesUp,
      Duration expiresIn,
      long rejected,
      String pending,
      Duration upFor) {

    /** Nothing is in progress. */
    public State(boolean up, int instances, int instancesUp, Duration expiresIn, long rejected) {
      this(up, instances, instancesUp, expiresIn, rejected, null, Duration.ZERO);
    }
  }

  /**
   * Whether administrators pass a fence that is up.
   *
   * @param callers our own addresses as the instances see them; empty if they do not
   */
  record Passage(Word word, List<String> callers) {
    /** A fence rejects somebody only if the server behind it accepts connections. */
    public enum Word {
      PASSES,
      /** Rejected at every endpoint while a server behind the fence accepts connections. */
      TURNED_AWAY,
      UNKNOWN
    }

    public static final Passage UNKNOWN = new Passage(Word.UNKNOWN, List.of());
  }

  /**
   * Raises the fence and drops live connections: on all instances or, after an error, on none. May
   * return before the fence is up; then call {@link #state()} until it is. NOT_ENFORCED if the
   * network does not keep a fenced address out.
   */
  State isolate(Admission admission);

  /**
   * Replaces the addresses that always pass, and renews; admitted cohorts stay admitted. Where this
   * is refused, the fence does not change.
   */
  void replaceAdmins(Admission admission);

  /** Renews the fence. NO_FENCE if it has expired anywhere. */
  void renew(Duration ttl);

  /** Admits a share of a cohort. */
  void admit(CohortShare cohort);

  /** Whether it counts rejected packets; if not, the number of waiting clients is unknown. */
  default boolean counts() {
    return true;
  }

  /** Clients rejected since the fence went up, most packets first, on all reachable instances. */
  List<Client> rejectedClients(int top);

  /** Clients that are connected now, most connections first; works without a fence. */
  List<Client> connectedClients(int top);

  /** Removes the fence; on an unreachable instance it expires. */
  void lift();

  /** The instances that did not answer when last asked; for people. */
  default List<String> missing() {
    return List.of();
  }

  /** The missing instances that are gone: nothing listens there, so nothing needs a fence. */
  default List<String> absent() {
    return List.of();
  }

  /**
   * Relays on the instances, as address:port, that the fence guards too: through a relay, clients
   * would reach the API server from an address that the fence trusts.
   */
  default List<String> relays() {
    return List.of();
  }

  /** The missing instances that still accept connections, so that clients get in there. */
  default List<String> deaf() {
    return List.of();
  }

  /**
   * Asks all instances and continues what is pending. NOT_ENFORCED if a fenced address gets in,
   * because of the network or because someone changed the rules.
   */
  State state();

  /** Throws CALLER_NOT_ADMITTED if an administrator's connection does not pass; opens real ones. */
  void verifyAdminPasses();

  /**
   * Whether administrators still pass; opens real connections. UNKNOWN where the fence can never
   * block our own address.
   */
  default Passage passage() {
    return Passage.UNKNOWN;
  }

  /** Endpoints that were found closed while administrators pass at others; in words. */
  default List<String> shutWays() {
    return List.of();
  }
}
