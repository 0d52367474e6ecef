package dev.halligan.control.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentryTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Sighting look(Sentry sentry) {
    sentry.look();
    return Sighting.newest(out.toString(StandardCharsets.UTF_8)).getFirst();
  }

  @Test
  void holdsItsFirstConnectionAndTriesNewOnes() throws IOException {
    try (var server = server()) {
      var sentry = sentry(server);
      look(sentry);

      var seen = look(sentry);

      assertThat(seen.target()).isEqualTo("127.0.0.1:" + server.getLocalPort());
      assertThat(seen.self()).isEqualTo("127.0.0.1");
      assertThat(seen.holds()).isTrue();
      assertThat(seen.accepts()).isTrue();
      assertThat(seen.tries()).isEqualTo(2);
      assertThat(seen.isShut()).isFalse();
    }
  }

  @Test
  void tellsThatItsConnectionDiedAndThatNewOnesAreTurnedAway() throws IOException {
    var server = server();
    var sentry = sentry(server);
    look(sentry);
    Socket accepted = server.accept();
    server.close();

    assertThat(look(sentry).isShut()).isFalse();
    assertThat(look(sentry).isShut()).isTrue();
    assertThat(look(sentry).holds()).isTrue();

    accepted.close();
    await().atMost(Duration.ofSeconds(10)).until(() -> !look(sentry).holds());
    assertThat(look(sentry).held()).isTrue();
  }

  @Test
  void aTargetIsWrittenAsItIsRead() {
    assertThat(Sentry.socket("10.0.0.1:6443")).isEqualTo(new InetSocketAddress("10.0.0.1", 6443));
    assertThat(Sentry.target("fd00::1", 6443)).isEqualTo("[fd00::1]:6443");
    assertThat(Sentry.socket("[fd00::1]:6443").getPort()).isEqualTo(6443);
  }

  @Test
  void linesThatAreNoneOfASentrysArePassedOver() {
    var line = new Sighting("10.0.0.1:6443", "10.1.1.1", true, true, false, 7, 3).line();

    assertThat(Sighting.newest("WARNING: of the JVM\n{\"cut\n{}\n" + line + "\n"))
        .containsExactly(new Sighting("10.0.0.1:6443", "10.1.1.1", true, true, false, 7, 3));
  }

  private Sentry sentry(ServerSocket server) {
    var target = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    return new Sentry(List.of(target), new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
  }
}
