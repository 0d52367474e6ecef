package dev.halligan.control;

/** A driver could not do what it was asked. Carries what a person needs to know; never a secret. */
public final class ControlFailure extends RuntimeException {

  /** Closed list of reasons, usable as a metric label. */
  public enum Reason {
    HOST_UNREACHABLE,
    /** Unreachable, and its API port has been closed so long that there is nothing to act on. */
    HOST_ABSENT,
    /** Its API port accepts connections, but SSH did not answer within two deadlines. */
    HOST_DEAF,
    HOST_KEY_MISMATCH,
    SSH_REFUSED,
    TOOL_MISSING,
    BAD_ARGUMENT,
    STALE_EPOCH,
    CALLER_NOT_ADMITTED,
    /** The host cannot see our address, so it is unknown whether a fence would admit us. */
    CALLER_UNKNOWN,
    /** The host's API server listens on other ports than the one to fence. */
    WRONG_PORT,
    /** The halligan-node on the host is an earlier version that does not know the verb. */
    TOOL_OUTDATED,
    NO_FENCE,
    /** The network does not keep a fenced address out. */
    NOT_ENFORCED,
    NOT_LIVE,
    API_CLOSED,
    CONFLICT,
    NOT_FOUND,
    /** What was asked for exceeds a quota or does not fit on the nodes. */
    NO_ROOM,
    UNSUPPORTED,
    /** A disk of the host is full, read-only or broken. */
    CANNOT_WRITE,
    TIMED_OUT,
    INTERNAL
  }

  private final Reason reason;
  private final String fix;

  public ControlFailure(Reason reason, String message, String fix) {
    this(reason, message, fix, null);
  }

  public ControlFailure(Reason reason, String message, String fix, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.fix = fix;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether it may go away without intervention, so that a retry makes sense. */
  public boolean isTransient() {
    return switch (reason) {
      case HOST_UNREACHABLE,
          HOST_ABSENT,
          HOST_DEAF,
          WRONG_PORT,
          API_CLOSED,
          TIMED_OUT,
          CONFLICT,
          NO_FENCE,
          CANNOT_WRITE,
          INTERNAL ->
          true;
      default -> false;
    };
  }

  /** What to do about it. */
  public String fix() {
    return fix;
  }
}
