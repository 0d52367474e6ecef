package dev.halligan.e2e.measure;

/** The moments a drill is judged by, in the order in which a recovery passes them. */
public enum Mark {
  /** The ordinary lane's p99 stays above one second from here on. */
  ONSET("onset"),
  /** The operator's verdict, as it says itself. */
  DETECTED("detected"),
  /** The RecoveryRequest appeared: Halligan has decided to act. */
  DECIDED("decided"),
  /**
   * New connections of strangers are refused, but open ones may live on (hosted control planes).
   */
  SHUT("shut"),
  /**
   * Halligan has decided to act where nothing can keep clients out: the first act that may help.
   */
  UNFENCED("acts without a fence"),
  /** A person's remedy was in place (baselines). */
  REMEDY("remedy applied"),
  /** No stranger was seen to pass, at any instance of the API server. */
  FENCED("fenced"),
  /** The first of three consecutive answers to an administrator under one second. */
  ADMIN_RESTORED("admin restored"),
  /** The loud but innocent refresher was asked to run no replica. */
  SCALED_DOWN("scaled down"),
  /** The visitors of the shop were sent elsewhere. */
  REDIRECTED("redirected"),
  /** The last process of the offender ended. */
  CULPRIT_GONE("culprit gone"),
  /** A fenced client on a worker is served again. */
  READMITTED("readmitted"),
  /** The last fence was seen to be gone. */
  FENCE_GONE("fence gone"),
  /** The visitors of the shop were sent back. */
  ROUTED_BACK("routed back"),
  /** The RecoveryRequest says that it succeeded. */
  SUCCEEDED("succeeded"),
  /** Offender gone, all clients back, fence lifted, recovery closed: the last of these. */
  FINISHED("finished");

  private final String words;

  Mark(String words) {
    this.words = words;
  }

  public String describe() {
    return words;
  }
}
