package dev.halligan.policy;

/** The closed list of reasons a {@link Decision} may carry. */
public final class Reasons {

  /** A person stopped every act on every cluster. */
  public static final String GLOBAL_STOP = "GlobalStop";

  /** The verdict is no overload: nothing to act on. */
  public static final String NO_OVERLOAD = "NoOverload";

  /** At least one pause is set on the cluster. */
  public static final String PAUSED = "Paused";

  /** The cluster's mode is Observe: it would have acted. */
  public static final String OBSERVE_ONLY = "ObserveOnly";

  /** The way in past the API server is not proven. */
  public static final String BREAK_GLASS_NOT_READY = "BreakGlassNotReady";

  /** A recovery of this cluster is already under way. */
  public static final String ALREADY_RECOVERING = "AlreadyRecovering";

  /** Most of the fleet is dark at once: doubt the observer. */
  public static final String FLEET_DARK = "FleetDark";

  /** As many clusters as allowed are being recovered now. */
  public static final String TOO_MANY_AT_ONCE = "TooManyAtOnce";

  /** This cluster was recovered as often as allowed in the last 24 hours. */
  public static final String TOO_MANY_PER_DAY = "TooManyPerDay";

  /** The last recovery of this cluster is too recent. */
  public static final String COOLING_DOWN = "CoolingDown";

  /** The cluster's mode is Approve. */
  public static final String APPROVAL_NEEDED = "ApprovalNeeded";

  /** No guard objects. */
  public static final String OVERLOAD = "Overload";

  private Reasons() {}
}
