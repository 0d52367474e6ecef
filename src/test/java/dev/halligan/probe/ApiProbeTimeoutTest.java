package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.TimedOut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The deadline holds in every phase, whatever the peer does. */
class ApiProbeTimeoutTest extends ProbedPeer {
  @Test
  void aFullAcceptQueueTimesOutInTcp() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      List<Socket> waiting = fill(full);
      try {
        ProbeResult result =
            within(SHORT, () -> ask(at("https://127.0.0.1:" + full.getLocalPort()), SHORT));

        assertThat(result)
            .isInstanceOfSatisfying(
                TimedOut.class, it -> assertThat(it.phase()).isEqualTo(Phase.TCP));
      } finally {
        for (Socket each : waiting) {
          each.close();
        }
      }
    }
  }

  @Test
  void aPeerThatAcceptsAndStaysSilentTimesOutInTls() {
    try (Peer peer = Peer.plain(_ -> forever())) {
      assertTimesOut(Phase.TLS, peer, ADMIN);
    }
  }

  @Test
  void aPeerThatTricklesItsHandshakeTimesOutInTls() {
    byte[] longRecord = {22, 3, 3, 0x3f, (byte) 0xff, 2, 0, 0x3f, (byte) 0xf0};
    try (Peer peer =
        Peer.plain(
            connection -> {
              connection.getOutputStream().write(longRecord);
              trickle(connection, "\0");
            })) {
      assertTimesOut(Phase.TLS, peer, ADMIN);
    }
  }

  @Test
  void aPeerThatNeverAnswersTimesOutInHttp() {
    try (Peer peer =
        Peer.secured(
            CA,
            SERVER,
            connection -> {
              Peer.readHead(connection.getInputStream());
              forever();
            })) {
      assertTimesOut(Phase.HTTP, peer, ADMIN);
    }
  }

  @Test
  void aPeerThatTricklesItsAnswerTimesOutInHttp() {
    try (Peer peer =
        Peer.secured(
            CA,
            SERVER,
            connection -> {
              Peer.readHead(connection.getInputStream());
              trickle(connection, "H");
            })) {
      assertTimesOut(Phase.HTTP, peer, ADMIN);
    }
  }

  @Test
  void aPeerThatNeverReadsTimesOutInHttp() {
    LaneCredentials huge = CA.credentials("x".repeat(32 * 1024 * 1024));
    try (Peer peer =
        Peer.secured(
            CA,
            SERVER,
            connection -> {
              ((SSLSocket) connection).startHandshake();
              forever();
            })) {
      assertTimesOut(Phase.HTTP, peer, huge);
    }
  }

  private void assertTimesOut(Phase phase, Peer peer, LaneCredentials credentials) {
    Duration deadline = phase == Phase.HTTP ? BEYOND_TLS : SHORT;
    ProbeResult result = within(deadline, () -> ask(peer, Lane.ADMIN, credentials, deadline));

    assertThat(result)
        .isInstanceOfSatisfying(TimedOut.class, it -> assertThat(it.phase()).isEqualTo(phase));
    assertThat(result.timings().total()).isGreaterThanOrEqualTo(deadline);
  }

  private static List<Socket> fill(ServerSocket full) throws IOException {
    List<Socket> waiting = new ArrayList<>();
    while (true) {
      Socket next = new Socket();
      waiting.add(next);
      try {
        next.connect(full.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException _) {
        return waiting;
      }
    }
  }
}
