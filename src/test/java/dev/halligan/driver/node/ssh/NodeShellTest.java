package dev.halligan.driver.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NodeShellTest {
  private static final String HOST = "127.0.0.1";
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static NodeShells shells;
  private TestHost host;
  private NodeShell shell;

  @BeforeAll
  static void open() {
    shells = NodeShells.open();
  }

  @AfterAll
  static void close() {
    shells.close();
  }

  @AfterEach
  void stop() throws IOException {
    shell.close();
    if (host != null) {
      host.close();
    }
  }

  @Test
  void bringsBackWhatTheCommandPrinted() throws Exception {
    listen(
        (command, terminal) -> {
          terminal.print("{\"ok\":true}\n");
          terminal.complain("a word aside");
          return 3;
        });

    var output = shell.run(HOST, "status --port 6443", WITHIN);

    assertThat(output).isEqualTo(new NodeShell.Output("{\"ok\":true}\n", "a word aside", 3));
    assertThat(host.commands).containsExactly("status --port 6443");
  }

  @Test
  void keepsOneSessionPerHost() throws Exception {
    listen((_, terminal) -> 0);

    for (var i = 0; i < 5; i++) {
      shell.run(HOST, "status", WITHIN);
    }

    assertThat(host.logins).hasValue(1);
  }

  @Test
  void logsInAgainWhenTheKeptSessionDied() throws Exception {
    listen((_, terminal) -> 0);
    shell.run(HOST, "status", WITHIN);
    host.dropConnections();

    var output = shell.run(HOST, "status", WITHIN);

    assertThat(output.exitStatus()).isZero();
    assertThat(host.logins).hasValue(2);
  }

  @Test
  void sendsNothingToAHostWithAnotherKey() throws Exception {
    listen((_, terminal) -> 0);
    var pins = host.knownHosts(TestHost.generate());
    shell = shells.shell(SshLogin.of("root", host.port(), TestHost.openSsh(host.clientKey), pins));

    assertFails(Reason.HOST_KEY_MISMATCH, () -> shell.run(HOST, "isolate", WITHIN));
    assertThat(host.commands).isEmpty();
  }

  @Test
  void doesNotEvenDialAHostThatIsNotPinned() throws Exception {
    listen((_, terminal) -> 0);
    var pins = "10.1.2.3 " + host.knownHosts().split(" ", 2)[1];
    shell = shells.shell(SshLogin.of("root", host.port(), TestHost.openSsh(host.clientKey), pins));

    assertFails(Reason.HOST_KEY_MISMATCH, () -> shell.run(HOST, "isolate", WITHIN));
    assertThat(host.logins).hasValue(0);
  }

  @Test
  void saysThatTheHostRefusedTheKey() throws Exception {
    listen((_, terminal) -> 0);
    var otherKey = TestHost.openSsh(TestHost.generate());
    shell = shells.shell(SshLogin.of("root", host.port(), otherKey, host.knownHosts()));

    assertFails(Reason.SSH_REFUSED, () -> shell.run(HOST, "status", WITHIN));
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    listen((_, terminal) -> 0);
    host.close();

    assertFails(Reason.HOST_UNREACHABLE, () -> shell.run(HOST, "status", WITHIN));
  }

  @Test
  void doesNotWaitForAServerThatAcceptsAndKeepsSilent() throws Exception {
    try (var silent = new ServerSocket(0)) {
      var pins = "[127.0.0.1]:" + silent.getLocalPort() + " " + pinned();
      var key = TestHost.openSsh(TestHost.generate());
      shell = shells.shell(SshLogin.of("root", silent.getLocalPort(), key, pins));
      var before = System.nanoTime();

      assertFails(Reason.HOST_UNREACHABLE, () -> shell.run(HOST, "status", Duration.ofMillis(700)));

      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void givesUpOnACommandThatNeverAnswers() throws Exception {
    var never = new CountDownLatch(1);
    listen(
        (_, terminal) -> {
          never.await();
          return 0;
        });

    assertFails(Reason.TIMED_OUT, () -> shell.run(HOST, "status", Duration.ofMillis(1500)));

    never.countDown();
  }

  @Test
  void doesNotTakeHalfAnAnswerForOne() throws Exception {
    listen(
        (_, terminal) -> {
          terminal.print("{\"ok\":true,\"verb\":\"isol");
          terminal.hangUp();
          return 0;
        });

    assertFails(Reason.HOST_UNREACHABLE, () -> shell.run(HOST, "isolate", WITHIN));
  }

  @Test
  void dropsAnAnswerWithoutEnd() throws Exception {
    listen(
        (_, terminal) -> {
          for (var i = 0; i < 300; i++) {
            terminal.print("x".repeat(1024));
          }
          return 0;
        });

    assertFails(Reason.INTERNAL, () -> shell.run(HOST, "status", WITHIN));
  }

  private void listen(TestHost.Program program) throws IOException {
    host = new TestHost(program);
    shell = shells.shell(host.login());
  }

  private static String pinned() {
    return org.apache.sshd.common.config.keys.PublicKeyEntry.toString(
        TestHost.generate().getPublic());
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ControlFailure.class,
            f -> {
              assertThat(f.reason()).as(f.getMessage()).isEqualTo(reason);
              assertThat(f.fix()).isNotBlank();
            });
  }
}
