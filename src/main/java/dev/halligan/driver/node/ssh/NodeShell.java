package dev.halligan.driver.node.ssh;

import dev.halligan.control.ControlFailure;
import dev.halligan.driver.node.ssh.NodeShells.Pinned;
import dev.halligan.net.LiteralAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.util.io.input.NullInputStream;

/**
 * Runs one command on a host and returns its output. Keeps one session per host open, because
 * logging in to an overloaded host is slow.
 */
public final class NodeShell implements AutoCloseable {
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(2);
  private static final int OUTPUT_LIMIT = 256 * 1024;
  private static final int ERROR_LIMIT = 4 * 1024;

  /** A command's output and exit status; null if the connection ended before the status came. */
  record Output(String text, String errors, Integer exitStatus) {}

  private static final class Slot {
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile ClientSession session;
  }

  private final SshClient client;
  private final SshLogin login;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private volatile boolean closed;

  NodeShell(SshClient client, SshLogin login) {
    this.client = client;
    this.login = login;
  }

  /**
   * Runs a command; every failure is a {@link ControlFailure}. If a kept session turns out to be
   * dead, it runs the command again on a new one. That is safe: every verb can be repeated.
   */
  Output run(String host, String command, Duration within) {
    var deadline = Deadline.in(within);
    var slot = slots.computeIfAbsent(host, h -> new Slot());
    var kept = slot.session;
    if (kept != null && kept.isOpen()) {
      try {
        return exec(host, kept, command, deadline);
      } catch (IOException e) {
        drop(slot, kept);
        if (deadline.passed()) {
          throw SshFailures.command(host, e);
        }
      }
    }
    var fresh = session(host, slot, deadline);
    try {
      return exec(host, fresh, command, deadline);
    } catch (IOException e) {
      drop(slot, fresh);
      throw SshFailures.command(host, e);
    }
  }

  /** Opens a session and keeps it ready; every failure is a {@link ControlFailure}. */
  void login(String host, Duration within) {
    session(host, slots.computeIfAbsent(host, h -> new Slot()), Deadline.in(within));
  }

  private Output exec(String host, ClientSession session, String command, Deadline deadline)
      throws IOException {
    try (var channel = channel(session, command)) {
      var out = new BoundedOutput(OUTPUT_LIMIT);
      var errors = new BoundedOutput(ERROR_LIMIT);
      channel.setOut(out);
      channel.setErr(errors);
      channel.setIn(new NullInputStream());
      channel.open().verify(deadline.left(), CancelOption.CANCEL_ON_TIMEOUT);
      await(host, channel, out, deadline);
      if (channel.getExitStatus() == null && channel.getExitSignal() == null) {
        throw new IOException("the connection ended before the command did");
      }
      return new Output(out.text(), errors.text(), channel.getExitStatus());
    }
  }

  private static ChannelExec channel(ClientSession session, String command) throws IOException {
    try {
      return session.createExecChannel(command);
    } catch (IllegalStateException e) {
      // the session ended after we checked it
      throw new IOException("the kept session is closing", e);
    }
  }

  private static void await(String host, ChannelExec channel, BoundedOutput out, Deadline deadline)
      throws IOException {
    var closed = EnumSet.of(ClientChannelEvent.CLOSED);
    while (!channel
        .waitFor(closed, deadline.leftUpTo(Duration.ofMillis(500)))
        .contains(ClientChannelEvent.CLOSED)) {
      if (out.overflowed()) {
        throw SshFailures.tooMuchOutput(host);
      }
      if (deadline.passed()) {
        throw new SshFailures.DeadlinePassed();
      }
    }
    if (out.overflowed()) {
      throw SshFailures.tooMuchOutput(host);
    }
  }

  private ClientSession session(String host, Slot slot, Deadline deadline) {
    lock(host, slot, deadline);
    try {
      var current = slot.session;
      if (current == null || !current.isOpen()) {
        current = connect(host, deadline);
        slot.session = current;
      }
      if (closed) {
        current.close(true);
      }
      return current;
    } finally {
      slot.connecting.unlock();
    }
  }

  private ClientSession connect(String host, Deadline deadline) {
    var pinned = new Pinned(host, login.port(), login.pins(), new AtomicBoolean());
    if (pinned.algorithms().isEmpty()) {
      throw SshFailures.notPinned(host);
    }
    var session = dial(pinned, deadline);
    try {
      session.addPublicKeyIdentity(login.key());
      session.auth().verify(deadline.left(), CancelOption.CANCEL_ON_TIMEOUT);
      return session;
    } catch (IOException e) {
      session.close(true);
      throw SshFailures.login(host, pinned.keyRefused().get(), e);
    }
  }

  private ClientSession dial(Pinned pinned, Deadline deadline) {
    try {
      var context = AttributeRepository.ofKeyValuePair(NodeShells.PINNED, pinned);
      var address = LiteralAddress.of(pinned.address(), pinned.port());
      return client
          .connect(login.user(), address, context, null)
          .verify(deadline.leftUpTo(CONNECT_DEADLINE), CancelOption.CANCEL_ON_TIMEOUT)
          .getSession();
    } catch (IOException e) {
      throw SshFailures.connect(pinned.address(), e);
    }
  }

  private static void lock(String host, Slot slot, Deadline deadline) {
    try {
      if (slot.connecting.tryLock(deadline.left().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw SshFailures.command(host, new SshFailures.DeadlinePassed());
  }

  private static void drop(Slot slot, ClientSession session) {
    session.close(true);
    if (slot.session == session) {
      slot.session = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    for (var slot : slots.values()) {
      var session = slot.session;
      if (session != null) {
        session.close(true);
      }
    }
  }
}
