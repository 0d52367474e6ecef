package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.probe.ProbeResult.Answered;
import dev.halligan.probe.ProbeResult.Broken;
import dev.halligan.probe.ProbeResult.NoRoute;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Refused;
import dev.halligan.probe.ProbeResult.TimedOut;
import dev.halligan.probe.ProbeResult.Untrusted;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback, with peers that behave as badly as they can. */
@Timeout(120)
class ApiProbeTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration BEYOND_TLS = Duration.ofSeconds(2);
  private static final Duration MARGIN = Duration.ofSeconds(3);
  private static final TestAuthority CA = new TestAuthority("ca");
  private static final TestAuthority.Issued SERVER = CA.server("kubernetes");
  private static final LaneCredentials ADMIN =
      CA.credentials(CA.client("CN=halligan-admin,O=system:masters"));

  private final ApiProbe probe = new ApiProbe(Clock.systemUTC());

  @BeforeAll
  static void warmUp() {
    try (ApiProbe probe = new ApiProbe(Clock.systemUTC());
        Peer peer = Peer.answering(CA, SERVER, "HTTP/1.1 200 OK\r\n\r\n")) {
      probe.ask(peer.endpoint(), Lane.ADMIN, ADMIN, Handshake.FULL, PATIENT);
    }
  }

  @AfterEach
  void close() {
    probe.close();
  }

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

  @Test
  void aCertificateIsAcceptedForTheAddressToo() {
    try (Peer peer = Peer.answering(CA, CA.server("127.0.0.1"), "HTTP/1.1 200 OK\r\n\r\n")) {
      assertThat(ask(peer, Lane.ADMIN, ADMIN, PATIENT)).isInstanceOf(Answered.class);
    }
  }

  @Test
  void anUntrustedServerIsToldApartFromABrokenOne() {
    TestAuthority stranger = new TestAuthority("ca");
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (Peer unknown = Peer.answering(stranger, stranger.server("kubernetes"), "");
        Peer expired = Peer.answering(CA, CA.server(yesterday, "kubernetes"), "");
        Peer early =
            Peer.answering(CA, CA.server(yesterday.plus(Duration.ofDays(9)), "kubernetes"), "");
        Peer other = Peer.answering(CA, CA.server("example.org", "10.0.0.1"), "")) {
      assertUntrusted("UnknownAuthority", ask(unknown, Lane.ADMIN, ADMIN, PATIENT));
      assertUntrusted("Expired", ask(expired, Lane.ADMIN, ADMIN, PATIENT));
      assertUntrusted("NotYetValid", ask(early, Lane.ADMIN, ADMIN, PATIENT));
      assertUntrusted("WrongName", ask(other, Lane.ADMIN, ADMIN, PATIENT));
      assertThat(unknown.requests()).isEmpty();
    }
  }

  @Test
  void ourOwnExpiredCertificateIsNamedWhenTheServerDoesNotKnowUs() {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    LaneCredentials old = CA.credentials(CA.client("CN=admin,O=system:masters", "EC", yesterday));
    try (Peer peer = Peer.answering(CA, SERVER, "HTTP/1.1 401 Unauthorized\r\n\r\n")) {
      assertUntrusted("OwnCertificateExpired", ask(peer, Lane.ADMIN, old, PATIENT));
    }
  }

  @Test
  void unreadableCredentialsConnectNowhere() {
    LaneCredentials garbage = new LaneCredentials(new byte[] {1, 2, 3}, null, null, "t");
    try (Peer peer = Peer.plain(_ -> forever())) {
      assertUntrusted("BadCredentials", ask(peer, Lane.ADMIN, garbage, PATIENT));
      assertThat(peer.connections()).isZero();
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

  private void assertTimesOut(Phase phase, Peer peer, LaneCredentials credentials) {
    Duration deadline = phase == Phase.HTTP ? BEYOND_TLS : SHORT;
    ProbeResult result = within(deadline, () -> ask(peer, Lane.ADMIN, credentials, deadline));

    assertThat(result)
        .isInstanceOfSatisfying(TimedOut.class, it -> assertThat(it.phase()).isEqualTo(phase));
    assertThat(result.timings().total()).isGreaterThanOrEqualTo(deadline);
  }

  private static void assertUntrusted(String reason, ProbeResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(Untrusted.class, it -> assertThat(it.reason()).isEqualTo(reason));
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

  private ProbeResult ask(Peer peer, Lane lane, LaneCredentials credentials, Duration deadline) {
    return inVirtualThread(
        () -> probe.ask(peer.endpoint(), lane, credentials, Handshake.FULL, deadline));
  }

  private ProbeResult ask(Endpoint endpoint, Duration deadline) {
    return inVirtualThread(() -> probe.ask(endpoint, Lane.ADMIN, ADMIN, Handshake.FULL, deadline));
  }

  private static Endpoint at(String url) {
    return new Endpoint("cp-0", url, null);
  }

  private static ProbeResult inVirtualThread(Callable<ProbeResult> question) {
    FutureTask<ProbeResult> task = new FutureTask<>(question);
    Thread.startVirtualThread(task);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static ProbeResult within(Duration deadline, Supplier<ProbeResult> question) {
    long began = System.nanoTime();
    ProbeResult result = question.get();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(deadline.plus(MARGIN));
    return result;
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

  private static void answer(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void trickle(Socket connection, String text) throws IOException {
    OutputStream out = connection.getOutputStream();
    while (true) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      pause(Duration.ofMillis(20));
    }
  }

  private static void forever() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
