package dev.halligan.e2e.measure;

import java.util.List;

/** The moments a drill is judged by, in the order in which a recovery passes them. */
public enum Mark {
  /** The ordinary lane's p99 stays above one second from here on. */
  ONSET("onset"),
  /** The operator's verdict, as it says itself. */
  DETECTED("detected"),
  /** The RecoveryRequest appeared: Halligan has decided to act. */
  DECIDED("decided"),
  /** A person's remedy was in place (baselines). */
  REMEDY("remedy applied"),
  /** Every control-plane host was seen to drop strangers. */
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

  /** What must have happened before a recovery is finished. */
  public static final List<Mark> NEEDED =
      List.of(SUCCEEDED, CULPRIT_GONE, FENCE_GONE, READMITTED, ROUTED_BACK);

  private final String words;

  Mark(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
