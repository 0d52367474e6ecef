package dev.halligan.api.v1alpha1;

/**
 * Condition types, per the Kubernetes API conventions; the reasons they carry are in {@link
 * Reasons}.
 */
public final class Conditions {

  // ProtectedCluster

  /** True while both lanes are probed and nothing in the spec is refused. */
  public static final String READY = "Ready";

  /**
   * True while every path that a recovery needs was verified recently: SSH answers, the host key is
   * the pinned one, the operator is inside {@code admins}, the admin lane is exempt.
   */
  public static final String BREAK_GLASS_READY = "BreakGlassReady";

  /** True while the verdict may lead to an act. */
  public static final String OVERLOADED = "Overloaded";

  /**
   * True while this observer can be trusted about the cluster: its own probe is fast, and most of
   * the fleet is not dark.
   */
  public static final String OBSERVER_TRUSTED = "ObserverTrusted";

  /** True while a RecoveryRequest acts on this cluster; otherwise the reason says why none does. */
  public static final String RECOVERING = "Recovering";

  // RecoveryRequest

  /** True once the plan is frozen; False if it is refused. */
  public static final String PLANNED = "Planned";

  /** True once the recovery may act; False while it waits for a person. */
  public static final String APPROVED = "Approved";

  /** True while steps run or are undone. */
  public static final String PROGRESSING = "Progressing";

  /** True while a person is needed; the message says why. */
  public static final String STALLED = "Stalled";

  /** True if the recovery ended as planned, False if it did not; Unknown before the end. */
  public static final String SUCCEEDED = "Succeeded";

  private Conditions() {}
}
