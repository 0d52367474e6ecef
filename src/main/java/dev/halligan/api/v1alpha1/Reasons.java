package dev.halligan.api.v1alpha1;

/**
 * Reasons of conditions and of events: a closed list, so that alerts and scripts may match on them.
 * Verdicts ({@code Healthy}, {@code Overloaded}, ...) are the reasons of {@link
 * Conditions#OVERLOADED}.
 */
public final class Reasons {

  // Ready and BreakGlassReady of a ProtectedCluster

  /** Both lanes are probed at every interval. */
  public static final String WATCHING = "Watching";

  /** Every path that a recovery needs was verified. */
  public static final String ACCESS_VERIFIED = "AccessVerified";

  /** The hosts are verified, which is enough to act; the admin lane has not answered for long. */
  public static final String HOST_ACCESS_VERIFIED = "HostAccessVerified";

  /**
   * A recovery can do everything except raise a fence: it would not hold, or there is none for this
   * kind of control plane; the message says why.
   */
  public static final String FENCE_UNAVAILABLE = "FenceUnavailable";

  /** The API-server pods cannot be found, or the operator lacks a permission to act on them. */
  public static final String PODS_UNREACHABLE = "PodsUnreachable";

  /** The paths have not been tried yet. */
  public static final String ACCESS_NOT_VERIFIED = "AccessNotVerified";

  /** The kubeconfig contains something that is never used: exec, file paths, insecure TLS. */
  public static final String INSECURE_KUBECONFIG = "InsecureKubeconfig";

  /** A value in the spec cannot be used although the schema allows it. */
  public static final String INVALID_SPEC = "InvalidSpec";

  /** A Secret that the spec names, or a key in it, does not exist. */
  public static final String MISSING_SECRET = "MissingSecret";

  /** The client certificate cannot be read or has expired. */
  public static final String BAD_CERTIFICATE = "BadCertificate";

  /** The admin certificate is not in system:masters, so its requests would be queued. */
  public static final String ADMIN_NOT_EXEMPT = "AdminNotExempt";

  /** An endpoint is a name; names may not resolve when the control plane is down. */
  public static final String ENDPOINT_NOT_AN_ADDRESS = "EndpointNotAnAddress";

  /** An endpoint is a loopback or link-local address. */
  public static final String ENDPOINT_FORBIDDEN = "EndpointForbidden";

  /** The SSH Secret contains no pinned host key. */
  public static final String MISSING_KNOWN_HOSTS = "MissingKnownHosts";

  /** A control-plane host does not answer SSH. */
  public static final String SSH_UNREACHABLE = "SshUnreachable";

  /** A host presents a key that is not the pinned one. */
  public static final String HOST_KEY_MISMATCH = "HostKeyMismatch";

  /** No CIDR in {@code admins} contains the operator's own address, as the host sees it. */
  public static final String CALLER_NOT_ADMITTED = "CallerNotAdmitted";

  /** A host reported in a rehearsal that no fence would go up on it. */
  public static final String FENCE_WOULD_FAIL = "FenceWouldFail";

  /** The API server rejects the admin lane: certificates do not match, or it answers 401 or 403. */
  public static final String ADMIN_LANE_REFUSED = "AdminLaneRefused";

  // Recovering of a ProtectedCluster: why there is a recovery, or why there is none

  /** The verdict does not call for a recovery. */
  public static final String NOTHING_TO_DO = "NothingToDo";

  /** The verdict is not an overload: nothing to act on. */
  public static final String NO_OVERLOAD = "NoOverload";

  /** Overload, and no guard objects. */
  public static final String OVERLOAD = "Overload";

  /** {@code mode: Approve}. */
  public static final String APPROVAL_NEEDED = "ApprovalNeeded";

  /** A RecoveryRequest acts on the cluster. */
  public static final String RECOVERY_RUNNING = "RecoveryRunning";

  /** A RecoveryRequest waits for a person. */
  public static final String WAITING_FOR_APPROVAL = "WaitingForApproval";

  /** {@code mode: Observe}. */
  public static final String OBSERVE_ONLY = "ObserveOnly";

  /** {@code pauses} is not empty. */
  public static final String PAUSED = "Paused";

  /** The global stop is set. */
  public static final String GLOBAL_STOP = "GlobalStop";

  /** A path that the recovery needs is not verified. */
  public static final String BREAK_GLASS_NOT_READY = "BreakGlassNotReady";

  /** Halligan itself was too slow a moment ago to judge clusters. */
  public static final String OBSERVER_IN_DOUBT = "ObserverInDoubt";

  /** Halligan's own probe is fast, and most of the fleet is not dark. */
  public static final String OBSERVER_FIT = "ObserverFit";

  /** Many clusters are monitored for less than a minute: slow answers alone do not count yet. */
  public static final String STARTING_UP = "StartingUp";

  /** Most of the fleet is dark at the same time: the observer doubts itself. */
  public static final String FLEET_UNREACHABLE = "FleetUnreachable";

  /** The maximum number of clusters is recovering. */
  public static final String CONCURRENCY_LIMIT = "ConcurrencyLimit";

  /** The maximum number of recoveries of this cluster began within 24 hours. */
  public static final String DAILY_LIMIT = "DailyLimit";

  /** The last recovery of this cluster is too recent. */
  public static final String COOLDOWN = "Cooldown";

  /** Another request is acting on this cluster. */
  public static final String ALREADY_RECOVERING = "AlreadyRecovering";

  // Planned and Approved of a RecoveryRequest

  /** The plan is frozen in status. */
  public static final String PLAN_FROZEN = "PlanFrozen";

  /** No ProtectedCluster has the name that the request gives. */
  public static final String CLUSTER_NOT_FOUND = "ClusterNotFound";

  /** No RecoveryPlaybook has the name that the request or the cluster gives. */
  public static final String PLAYBOOK_NOT_FOUND = "PlaybookNotFound";

  /** The playbook contains an action that this version does not know. */
  public static final String UNKNOWN_ACTION = "UnknownAction";

  /** The steps of the playbook are in a harmful order. */
  public static final String WRONG_ORDER = "WrongOrder";

  /** The playbook does not fit this cluster: its driver lacks something that it needs. */
  public static final String UNSUPPORTED = "Unsupported";

  /** A person approved by annotation; the message names them. */
  public static final String APPROVED_BY_PERSON = "ApprovedByPerson";

  /** The mode is Automatic, or the cluster needs no approval for requests created by hand. */
  public static final String APPROVAL_NOT_NEEDED = "ApprovalNotNeeded";

  // Progressing, Stalled and Succeeded of a RecoveryRequest

  /** A step runs; the message names it. */
  public static final String STEP_RUNNING = "StepRunning";

  /** The steps are being undone in reverse order. */
  public static final String UNDOING = "Undoing";

  /** A step failed and is held until a person decides. */
  public static final String STEP_HELD = "StepHeld";

  /** Nothing blocks the recovery. */
  public static final String NOT_STALLED = "NotStalled";

  /** Every step is finished. */
  public static final String FINISHED = "Finished";

  /** The cluster is back. */
  public static final String RECOVERED = "Recovered";

  /** Every step has ended, but a lane is still not healthy. */
  public static final String NOT_HEALTHY = "NotHealthy";

  /** Planned and shown; nothing was done. */
  public static final String DRY_RUN = "DryRun";

  /** Undone at a person's request. */
  public static final String ABORTED = "Aborted";

  /**
   * The fence was a false alarm: no suspect, no noisy client, and no busy host. Everything was
   * undone.
   */
  public static final String NOBODY_SUSPECTED = "NobodySuspected";

  /** A step failed and everything was undone. */
  public static final String STEP_FAILED = "StepFailed";

  /**
   * Something cannot be undone: Halligan keeps retrying, or, at the end, a person skipped it. The
   * message names it.
   */
  public static final String UNDO_FAILED = "UndoFailed";

  /** The plan was refused; nothing was touched. */
  public static final String PLAN_REFUSED = "PlanRefused";

  /** The recovery was not approved, and the API server became healthy without it. */
  public static final String NO_LONGER_NEEDED = "NoLongerNeeded";

  // Events

  /** The verdict changed; the message contains the evidence. */
  public static final String VERDICT_CHANGED = "VerdictChanged";

  /** Automation created a RecoveryRequest. */
  public static final String RECOVERY_REQUESTED = "RecoveryRequested";

  /** There is reason to act, but a guard prevents it; the message names the guard. */
  public static final String RECOVERY_SUPPRESSED = "RecoverySuppressed";

  /** A step began. */
  public static final String STEP_STARTED = "StepStarted";

  /** A step is done and its effect verified. */
  public static final String STEP_DONE = "StepDone";

  /** The effect of a step is not what it should be; the message says what is done about it. */
  public static final String STEP_WARNING = "StepWarning";

  /** A step was undone. */
  public static final String STEP_UNDONE = "StepUndone";

  /** The recovery succeeded. */
  public static final String RECOVERY_SUCCEEDED = "RecoverySucceeded";

  /** The recovery did not succeed; the message says in what state it left the cluster. */
  public static final String RECOVERY_FAILED = "RecoveryFailed";

  private Reasons() {}
}
