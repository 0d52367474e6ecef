package dev.halligan.driver.node.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/** A real SSH server on loopback that answers every command with a program of the test's. */
final class TestHost implements AutoCloseable {

  /** What the server does with a command: prints, and ends with a status. */
  @FunctionalInterface
  interface Program {
    int run(String command, Terminal terminal) throws Exception;
  }

  /** Where a program prints, and how it can break its connection. */
  interface Terminal {
    void print(String text) throws IOException;

    void complain(String text) throws IOException;

    void hangUp();
  }

  final KeyPair hostKey = generate();
  final KeyPair clientKey;
  final List<String> commands = new CopyOnWriteArrayList<>();
  final AtomicInteger logins = new AtomicInteger();
  private final String address;
  private final Program program;
  private SshServer server;

  TestHost(Program program) throws IOException {
    this("127.0.0.1", 0, generate(), program);
    server.setKeyPairProvider(KeyPairProvider.wrap(rsa(), hostKey));
  }

  TestHost(String address, int port, KeyPair clientKey, Program program) throws IOException {
    this.address = address;
    this.clientKey = clientKey;
    this.program = program;
    open(port);
  }

  private void open(int port) throws IOException {
    server = SshServer.setUpDefaultServer();
    server.setHost(address);
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) -> KeyUtils.compareKeys(key, clientKey.getPublic()));
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.setCommandFactory((channel, command) -> new Run(command, program));
    server.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionCreated(Session session) {
            logins.incrementAndGet();
          }
        });
    server.start();
  }

  /** Listens again where it did before it was closed. */
  void reopen() throws IOException {
    open(server.getPort());
  }

  /** Listens somewhere else at the same address; says where. */
  int moveAside() throws IOException {
    server.stop(true);
    open(0);
    return server.getPort();
  }

  int port() {
    return server.getPort();
  }

  /** Ends every connection, as a rebooting host does, and goes on listening. */
  void dropConnections() {
    server
        .getActiveSessions()
        .forEach(s -> s.close(true).awaitUninterruptibly(TimeUnit.SECONDS.toMillis(2)));
  }

  String knownHosts() {
    return knownHosts(hostKey);
  }

  String knownHosts(KeyPair key) {
    return "[" + address + "]:" + port() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n";
  }

  SshLogin login() {
    return SshLogin.of("root", port(), openSsh(clientKey), knownHosts());
  }

  static KeyPair generate() {
    try {
      return KeyUtils.generateKeyPair("ssh-ed25519", 256);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair rsa() {
    try {
      return KeyUtils.generateKeyPair("ssh-rsa", 2048);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key as ssh-keygen writes it. */
  static byte[] openSsh(KeyPair key) {
    try (var out = new ByteArrayOutputStream()) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
      return out.toByteArray();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private final class Run extends AbstractCommandSupport implements Terminal {
    private final Program program;

    Run(String command, Program program) {
      super(command, null);
      this.program = program;
    }

    @Override
    public void run() {
      commands.add(getCommand());
      try {
        onExit(program.run(getCommand(), this));
      } catch (Exception e) {
        onExit(255);
      }
    }

    @Override
    public void print(String text) throws IOException {
      getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      getOutputStream().flush();
    }

    @Override
    public void complain(String text) throws IOException {
      getErrorStream().write(text.getBytes(StandardCharsets.UTF_8));
      getErrorStream().flush();
    }

    @Override
    public void hangUp() {
      getServerSession().close(true);
    }
  }
}
