package dev.halligan.sidecar;

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

class FenceProbeTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private FenceProbeReport look(FenceProbe fenceProbe) {
    fenceProbe.look();
    return FenceProbeReport.newest(out.toString(StandardCharsets.UTF_8)).getFirst();
  }

  @Test
  void holdsItsFirstConnectionAndTriesNewOnes() throws IOException {
    try (var server = server()) {
      var fenceProbe = fenceProbe(server);
      look(fenceProbe);

      var seen = look(fenceProbe);

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
    var fenceProbe = fenceProbe(server);
    look(fenceProbe);
    Socket accepted = server.accept();
    server.close();

    assertThat(look(fenceProbe).isShut()).isFalse();
    assertThat(look(fenceProbe).isShut()).isTrue();
    assertThat(look(fenceProbe).holds()).isTrue();

    accepted.close();
    await().atMost(Duration.ofSeconds(10)).until(() -> !look(fenceProbe).holds());
    assertThat(look(fenceProbe).held()).isTrue();
  }

  @Test
  void aTargetIsWrittenAsItIsRead() {
    assertThat(FenceProbe.socket("10.0.0.1:6443"))
        .isEqualTo(new InetSocketAddress("10.0.0.1", 6443));
    assertThat(FenceProbe.target("fd00::1", 6443)).isEqualTo("[fd00::1]:6443");
    assertThat(FenceProbe.socket("[fd00::1]:6443").getPort()).isEqualTo(6443);
  }

  @Test
  void linesThatAreNoneOfASentrysArePassedOver() {
    var line = new FenceProbeReport("10.0.0.1:6443", "10.1.1.1", true, true, false, 7, 3).line();

    assertThat(FenceProbeReport.newest("WARNING: of the JVM\n{\"cut\n{}\n" + line + "\n"))
        .containsExactly(
            new FenceProbeReport("10.0.0.1:6443", "10.1.1.1", true, true, false, 7, 3));
  }

  private FenceProbe fenceProbe(ServerSocket server) {
    var target = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    return new FenceProbe(List.of(target), new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
  }
}
