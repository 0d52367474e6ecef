package dev.halligan.api.v1alpha1;

/**
 * Reasons of conditions and of events: a closed list, so that alerts and scripts may match on them.
 * Verdicts ({@code Healthy}, {@code Overloaded}, ...) are the reasons of {@link
 * Conditions#OVERLOADED}.
 */
public final class Reasons {

  // Ready and BreakGlassReady of a ProtectedCluster

  /** Both lanes are asked at every interval. */
  public static final String WATCHING = "Watching";

  /** Every path that a recovery needs has been proven. */
  public static final String EVERY_PATH_PROVEN = "EveryPathProven";

  /** The hosts are proven, which is enough to act; the admin lane has not answered for long. */
  public static final String HOSTS_PROVEN = "HostsProven";

  /**
   * A recovery can do all but raise a fence: the network would not hold it, or there is none to
   * raise; the message says why.
   */
  public static final String WITHOUT_FENCE = "WithoutFence";

  /** The API-server pods cannot be found, or the operator lacks a right to act on them. */
  public static final String PODS_OUT_OF_REACH = "PodsOutOfReach";

  /** The paths have not been tried yet. */
  public static final String NOT_PROVEN_YET = "NotProvenYet";

  /** The kubeconfig holds something that is never followed: exec, file paths, insecure TLS. */
  public static final String INSECURE_KUBECONFIG = "InsecureKubeconfig";

  /** A value of the spec cannot be used although the schema admits it. */
  public static final String INVALID_SPEC = "InvalidSpec";

  /** A Secret that the spec names, or a key in it, is not there. */
  public static final String MISSING_SECRET = "MissingSecret";

  /** The client certificate cannot be read or has expired. */
  public static final String BAD_CERTIFICATE = "BadCertificate";

  /** The admin certificate is not in system:masters, so it would queue with the sick. */
  public static final String ADMIN_NOT_EXEMPT = "AdminNotExempt";

  /** An endpoint is a name; names may not resolve when the control plane is down. */
  public static final String ENDPOINT_NOT_AN_ADDRESS = "EndpointNotAnAddress";

  /** An endpoint is a loopback or link-local address. */
  public static final String ENDPOINT_FORBIDDEN = "EndpointForbidden";

  /** The SSH Secret pins no host key. */
  public static final String MISSING_KNOWN_HOSTS = "MissingKnownHosts";

  /** No control-plane host answers by SSH, or one does not. */
  public static final String SSH_UNREACHABLE = "SshUnreachable";

  /** A host shows another key than the pinned one. */
  public static final String HOST_KEY_MISMATCH = "HostKeyMismatch";

  /** The operator's own address, as the host sees it, is in no CIDR of {@code admins}. */
  public static final String CALLER_NOT_ADMITTED = "CallerNotAdmitted";

  /** A host said, when it was tried without effect, that no fence would go up on it. */
  public static final String FENCE_WOULD_FAIL = "FenceWouldFail";

  /** The admin lane is refused: its certificates do not match, or it answers 401 or 403. */
  public static final String ADMIN_LANE_REFUSED = "AdminLaneRefused";

  // Recovering of a ProtectedCluster: why there is, or is no, recovery

  /** The verdict asks for none. */
  public static final String NOTHING_TO_DO = "NothingToDo";

  /** The verdict is no overload: nothing to act on. */
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

  /** A path that the recovery needs is not proven. */
  public static final String BREAK_GLASS_NOT_READY = "BreakGlassNotReady";

  /** Halligan was too slow itself a moment ago to judge others. */
  public static final String OBSERVER_IN_DOUBT = "ObserverInDoubt";

  /** Halligan answers itself in time, and most of the fleet says something. */
  public static final String OBSERVER_FIT = "ObserverFit";

  /** Many watches are younger than a minute: nothing is done on slow answers alone. */
  public static final String STARTING_UP = "StartingUp";

  /** Most of the fleet is dark at once: the observer doubts itself. */
  public static final String FLEET_DARK = "FleetDark";

  /** As many clusters as allowed are recovering. */
  public static final String TOO_MANY_AT_ONCE = "TooManyAtOnce";

  /** As many recoveries of this cluster as allowed began within 24 hours. */
  public static final String TOO_MANY_PER_DAY = "TooManyPerDay";

  /** The last recovery of this cluster began a moment ago. */
  public static final String COOLING_DOWN = "CoolingDown";

  /** Another request is acting on this cluster. */
  public static final String ALREADY_RECOVERING = "AlreadyRecovering";

  // Planned and Approved of a RecoveryRequest

  /** The plan is frozen in status. */
  public static final String PLAN_FROZEN = "PlanFrozen";

  /** No ProtectedCluster has the name that the request gives. */
  public static final String CLUSTER_NOT_FOUND = "ClusterNotFound";

  /** No RecoveryPlaybook has the name that the request or the cluster gives. */
  public static final String PLAYBOOK_NOT_FOUND = "PlaybookNotFound";

  /** The playbook holds an action that this version does not know. */
  public static final String UNKNOWN_ACTION = "UnknownAction";

  /** The steps of the playbook are in an order that would harm. */
  public static final String WRONG_ORDER = "WrongOrder";

  /** The playbook does not fit this cluster: a hand that it needs is not there. */
  public static final String UNSUPPORTED = "Unsupported";

  /** A person approved by annotation; the message names them. */
  public static final String APPROVED_BY_PERSON = "ApprovedByPerson";

  /** The cluster's mode is Automatic, or it asks no approval of a request made by hand. */
  public static final String APPROVAL_NOT_NEEDED = "ApprovalNotNeeded";

  // Progressing, Stalled and Succeeded of a RecoveryRequest

  /** A step runs; the message names it. */
  public static final String STEP_RUNNING = "StepRunning";

  /** The steps are undone in reverse order. */
  public static final String UNDOING = "Undoing";

  /** A step failed and is held until a person decides. */
  public static final String STEP_HELD = "StepHeld";

  /** Nothing stands in the way. */
  public static final String MOVING = "Moving";

  /** Every step is finished. */
  public static final String FINISHED = "Finished";

  /** The cluster is back. */
  public static final String RECOVERED = "Recovered";

  /** Every step has ended, but a lane still does badly. */
  public static final String NOT_HEALTHY = "NotHealthy";

  /** Planned and shown; nothing was done. */
  public static final String DRY_RUN = "DryRun";

  /** Undone at a person's wish. */
  public static final String ABORTED = "Aborted";

  /**
   * The fence was a false alarm: nobody is suspected, nobody knocks loudly, and no host was busy.
   * Everything was undone.
   */
  public static final String NOBODY_SUSPECTED = "NobodySuspected";

  /** A step failed and everything was undone. */
  public static final String STEP_FAILED = "StepFailed";

  /**
   * Something cannot be undone: it is tried again and again; or, at the end, a person left it as it
   * is. The message names it.
   */
  public static final String UNDO_FAILED = "UndoFailed";

  /** The plan was refused; nothing was touched. */
  public static final String PLAN_REFUSED = "PlanRefused";

  /** Nobody approved the recovery, and the API server became healthy without it. */
  public static final String NO_LONGER_NEEDED = "NoLongerNeeded";

  // Events

  /** The verdict changed; the message holds the evidence. */
  public static final String VERDICT_CHANGED = "VerdictChanged";

  /** Automation made a RecoveryRequest. */
  public static final String RECOVERY_REQUESTED = "RecoveryRequested";

  /** There is cause to act, and a guard holds it back; the message names the guard. */
  public static final String RECOVERY_HELD_BACK = "RecoveryHeldBack";

  /** A step began. */
  public static final String STEP_STARTED = "StepStarted";

  /** A step is done and its effect verified. */
  public static final String STEP_DONE = "StepDone";

  /**
   * What a step put in place does not do what it should; the message says what is done about it.
   */
  public static final String STEP_WARNING = "StepWarning";

  /** A step was taken back. */
  public static final String STEP_UNDONE = "StepUndone";

  /** The recovery ended well. */
  public static final String RECOVERY_SUCCEEDED = "RecoverySucceeded";

  /** The recovery ended otherwise; the message says in what state the cluster was left. */
  public static final String RECOVERY_FAILED = "RecoveryFailed";

  private Reasons() {}
}
