package dev.halligan.control.fence;

import dev.halligan.control.ControlFailure;
import java.time.Duration;
import java.util.List;

/**
 * Blocks every client but the administrators at the network, in front of TLS, on every instance of
 * the API server. A fence expires by itself unless renewed. Every call is idempotent; every call
 * throws {@link ControlFailure} when it could not be carried out on all instances that are there;
 * one that is gone for good, or deaf, is left out, see {@link #missing()}.
 */
public interface Fence {

  /** Who passes always, and how long the fence lives un-renewed (30 s to 240 s). */
  record Admission(List<String> adminCidrs, Duration ttl) {}

  /** A cohort and the share of its addresses let through, 0 to 100; pace 0 is unpaced. */
  record CohortShare(String name, List<String> cidrs, int share, int connectionsPerSecond) {}

  /** One knocking address and how many of its packets were turned away. */
  record Talker(String address, long packets) {}

  /**
   * The fence as the instances report it; {@code up} only when it is up on all. Instances that are
   * left out do not count.
   *
   * @param pending what is under way before it is up, for people; null when nothing is
   * @param upFor how long it has been up on the last instance, where that was just told; else zero
   */
  record State(
      boolean up,
      int instances,
      int instancesUp,
      Duration expiresIn,
      long rejected,
      String pending,
      Duration upFor) {

    /** Nothing is under way. */
    public State(boolean up, int instances, int instancesUp, Duration expiresIn, long rejected) {
      this(up, instances, instancesUp, expiresIn, rejected, null, Duration.ZERO);
    }
  }

  /**
   * How administrators fare at a fence that stands.
   *
   * @param callers our own addresses as the instances see them; empty when they do not
   */
  record Passage(Word word, List<String> callers) {
    /** Nobody can be turned away by a fence in front of a server that takes no connections. */
    public enum Word {
      PASSES,
      /** By every endpoint, while a server behind the fence takes connections. */
      TURNED_AWAY,
      UNKNOWN
    }

    static final Passage UNKNOWN = new Passage(Word.UNKNOWN, List.of());
  }

  /**
   * Raises the fence on all instances at once, and cuts live connections; all or, after an error,
   * none. May return before it is up: then {@link #state()} is to be asked until it is.
   * NOT_ENFORCED when the network does not keep a fenced address out.
   */
  State isolate(Admission admission);

  /**
   * Replaces who passes always, and prolongs; cohorts let through stay so. The fence stays as it is
   * where this is refused.
   */
  void replaceAdmins(Admission admission);

  /** Prolongs the fence. NO_FENCE when it had expired somewhere. */
  void renew(Duration ttl);

  /** Lets a share of a cohort through. */
  void admit(CohortShare cohort);

  /** Whether it sees who knocks; one that does not says nothing about how many clients wait. */
  default boolean counts() {
    return true;
  }

  /** Who knocks since the fence went up, most first, over all instances that answer. */
  List<Talker> talkers(int top);

  /** Who is connected now, most connections first; works without a fence. */
  List<Talker> connections(int top);

  /** Takes the fence away; where an instance is out of reach it expires by itself. */
  void lift();

  /** The instances that did not answer when last asked, for a person to know. */
  default List<String> missing() {
    return List.of();
  }

  /** Those that are missing because they are gone: nothing listens there, so nothing is fenced. */
  default List<String> absent() {
    return List.of();
  }

  /**
   * Where relays on the instances listen, as address:port, that the fence guards as well: clients
   * would reach the API server through them with an address that it trusts.
   */
  default List<String> relays() {
    return List.of();
  }

  /**
   * Those that are missing, but take connections all the same, so that clients still get in there.
   */
  default List<String> deaf() {
    return List.of();
  }

  /**
   * Asks all instances; carries on with what is pending. NOT_ENFORCED when a fenced address is not
   * kept out, by the network or by rules that somebody changed.
   */
  State state();

  /**
   * Throws CALLER_NOT_ADMITTED when an administrator's connection would not pass; dials for real.
   */
  void verifyAdminPasses();

  /**
   * Whether administrators still pass; dials for real. UNKNOWN where our own address cannot get
   * among those that are kept out.
   */
  default Passage passage() {
    return Passage.UNKNOWN;
  }

  /** Ways in that were found shut by that, while administrators pass by others; in words. */
  default List<String> shutWays() {
    return List.of();
  }
}
