package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.probe.ProbeResult.Answered;
import dev.halligan.probe.ProbeResult.Broken;
import dev.halligan.probe.ProbeResult.NoRoute;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked, and what counts as an answer. */
class ApiProbeTest extends ProbedPeer {
  @ParameterizedTest
  @ValueSource(ints = {200, 401, 429, 500, 503})
  void anyStatusIsAnAnswer(int status) {
    try (Peer peer = Peer.answering(CA, SERVER, "HTTP/1.1 " + status + " Some Text\r\n\r\nbody")) {
      ProbeResult result = ask(peer, Lane.ADMIN, ADMIN, PATIENT);

      assertThat(result)
          .isInstanceOfSatisfying(Answered.class, it -> assertThat(it.status()).isEqualTo(status));
      assertThat(result.timings().tcp()).isPositive();
      assertThat(result.timings().tls()).isPositive();
      assertThat(result.timings().http()).isPositive();
      assertThat(result.timings().total()).isLessThan(PATIENT);
    }
  }

  @Test
  void theAdminLaneAsksLivezWithItsCertificate() {
    List<String> subjects = new ArrayList<>();
    CountDownLatch seen = new CountDownLatch(1);
    try (Peer peer =
        Peer.secured(
            CA,
            SERVER,
            connection -> {
              SSLSocket secured = (SSLSocket) connection;
              secured.setNeedClientAuth(true);
              String head = Peer.readHead(secured.getInputStream());
              subjects.add(secured.getSession().getPeerPrincipal().getName());
              subjects.add(head);
              seen.countDown();
              answer(connection, "HTTP/1.1 200 OK\r\n\r\nok");
            })) {
      assertThat(ask(peer, Lane.ADMIN, ADMIN, PATIENT)).isInstanceOf(Answered.class);

      assertThat(subjects.getFirst()).contains("O=system:masters");
      assertThat(subjects.get(1))
          .startsWith("GET /livez HTTP/1.1\r\nHost: 127.0.0.1:")
          .contains("\r\nConnection: close\r\n")
          .doesNotContain("Authorization");
    }
  }

  @Test
  void theOrdinaryLaneAsksOneConfigMapWithItsToken() {
    try (Peer peer = Peer.answering(CA, SERVER, "HTTP/1.1 200 OK\r\n\r\n{}")) {
      assertThat(ask(peer, Lane.ORDINARY, CA.credentials("a.b-c_d"), PATIENT))
          .isInstanceOf(Answered.class);

      assertThat(peer.requests().getFirst())
          .startsWith("GET /api/v1/namespaces/halligan-probe/configmaps/probe HTTP/1.1\r\n")
          .contains("\r\nAuthorization: Bearer a.b-c_d\r\n");
    }
  }

  @Test
  void everyQuestionIsANewConnection() {
    try (Peer peer = Peer.answering(CA, SERVER, "HTTP/1.1 200 OK\r\n\r\n")) {
      ask(peer, Lane.ADMIN, ADMIN, PATIENT);
      ask(peer, Lane.ADMIN, ADMIN, PATIENT);

      assertThat(peer.connections()).isEqualTo(2);
    }
  }

  @Test
  void aClosedPortRefuses() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }

    ProbeResult result = ask(at("https://127.0.0.1:" + port), PATIENT);

    assertThat(result).isInstanceOf(Refused.class);
    assertThat(result.timings().tls()).isZero();
  }

  @Test
  void anAddressWithoutARouteIsNotARefusal() {
    // TCP to the broadcast address: the kernel itself says that there is no way
    assertThat(ask(at("https://255.255.255.255:6443"), PATIENT)).isInstanceOf(NoRoute.class);
  }

  @Test
  void anEndlessFirstLineIsCutOff() {
    try (Peer peer = flooding("x")) {
      ProbeResult result = within(PATIENT, () -> ask(peer, Lane.ADMIN, ADMIN, PATIENT));

      assertThat(result)
          .isInstanceOfSatisfying(Broken.class, it -> assertThat(it.phase()).isEqualTo(Phase.HTTP));
    }
  }

  @Test
  void anEndlessAnswerAfterTheStatusLineIsNotRead() {
    try (Peer peer = flooding("HTTP/1.1 200 OK\r\n")) {
      assertThat(ask(peer, Lane.ADMIN, ADMIN, PATIENT)).isInstanceOf(Answered.class);
    }
  }

  @Test
  void aResetIsToldByItsPhase() {
    try (Peer early =
            Peer.plain(
                connection -> {
                  connection.getInputStream().read(); // else the reset may come before it is open
                  connection.setSoLinger(true, 0);
                });
        Peer late =
            Peer.secured(
                CA,
                SERVER,
                connection -> {
                  Peer.readHead(connection.getInputStream());
                  connection.setSoLinger(true, 0);
                })) {
      assertThat(ask(early, Lane.ADMIN, ADMIN, PATIENT))
          .isInstanceOfSatisfying(Broken.class, it -> assertThat(it.phase()).isEqualTo(Phase.TLS));
      assertThat(ask(late, Lane.ADMIN, ADMIN, PATIENT))
          .isInstanceOfSatisfying(Broken.class, it -> assertThat(it.phase()).isEqualTo(Phase.HTTP));
    }
  }

  @Test
  void somethingElseThanTlsIsBroken() {
    try (Peer peer =
        Peer.plain(connection -> answer(connection, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThat(ask(peer, Lane.ADMIN, ADMIN, PATIENT))
          .isInstanceOfSatisfying(Broken.class, it -> assertThat(it.phase()).isEqualTo(Phase.TLS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:6443",
        "https://api.example.org",
        "http://10.0.0.1:6443",
        "https://127.1:6443",
        "https://010.0.0.1:6443",
        "https://user@10.0.0.1:6443",
        "https://10.0.0.1:6443/path",
        "https://10.0.0.1:6443?x=y",
        "https://10.0.0.1:70000",
        "10.0.0.1:6443",
        "not a url"
      })
  void onlyAddressesAreAsked(String url) {
    assertThatThrownBy(() -> probe.ask(at(url), Lane.ADMIN, ADMIN, Handshake.FULL, PATIENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ipv6IsAnAddress() {
    EndpointAddress address = EndpointAddress.of(at("https://[fd00::6]:6443"));

    assertThat(address.host()).isEqualTo("[fd00:0:0:0:0:0:0:6]");
    assertThat(address.socket().getPort()).isEqualTo(6443);
    assertThat(address.serverName()).isEqualTo("kubernetes");
  }

  private static Peer flooding(String text) {
    return Peer.secured(
        CA,
        SERVER,
        connection -> {
          Peer.readHead(connection.getInputStream());
          while (true) {
            answer(connection, text.repeat(100));
          }
        });
  }
}
