package dev.halligan.driver.node.ssh;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/** Maps SSH errors to reasons a person can act on, by type and code only. */
final class SshFailures {
  /** The call's own deadline passed. */
  static final class DeadlinePassed extends IOException {
    private static final long serialVersionUID = 1L;

    DeadlinePassed() {
      super("the deadline passed");
    }
  }

  private SshFailures() {}

  /** No connection was established. */
  static ControlFailure connect(String host, IOException cause) {
    noteInterrupt(cause);
    return unreachable(host, "does not accept an SSH connection", cause);
  }

  /** Connected, but not logged in; {@code keyRefused} if we rejected the host's key. */
  static ControlFailure login(String host, boolean keyRefused, IOException cause) {
    noteInterrupt(cause);
    var code = cause instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
    if (keyRefused || code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
      return new ControlFailure(
          Reason.HOST_KEY_MISMATCH,
          "host " + host + " presented a host key that is not pinned; nothing was sent to it",
          "if the host was rebuilt, pin its new key in the SSH Secret; if not, someone may be"
              + " intercepting the connection",
          cause);
    }
    if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return new ControlFailure(
          Reason.SSH_REFUSED,
          "host " + host + " rejected the SSH key; nothing was done on it",
          "run install-node on the host with the public key that matches the SSH Secret",
          cause);
    }
    return unreachable(host, "accepted a connection but did not complete the SSH login", cause);
  }

  /** Logged in, but no answer came. */
  static ControlFailure command(String host, IOException cause) {
    noteInterrupt(cause);
    if (cause instanceof DeadlinePassed || hasCause(cause, TimeoutException.class)) {
      return new ControlFailure(
          Reason.TIMED_OUT,
          "host " + host + " did not answer in time; the command may still take effect",
          "retry, every verb can be repeated; if this persists, check the load of the host",
          cause);
    }
    return unreachable(host, "closed the SSH connection before its answer was complete", cause);
  }

  static ControlFailure notPinned(String host) {
    return new ControlFailure(
        Reason.HOST_KEY_MISMATCH,
        "no SSH host key is pinned for " + host + "; it was not contacted",
        "add the line that install-node printed for this host to known_hosts in the SSH Secret");
  }

  static ControlFailure tooMuchOutput(String host) {
    return new ControlFailure(
        Reason.INTERNAL,
        "host " + host + " printed more than 256 KiB; the answer was discarded",
        "check that the key in authorized_keys runs halligan-node and nothing else");
  }

  private static ControlFailure unreachable(String host, String what, Exception cause) {
    return new ControlFailure(
        Reason.HOST_UNREACHABLE,
        "host " + host + " " + what,
        "check that sshd runs on the host and that the network between it and this operator works",
        cause);
  }

  private static void noteInterrupt(IOException cause) {
    if (hasCause(cause, InterruptedIOException.class)) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    for (var t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
