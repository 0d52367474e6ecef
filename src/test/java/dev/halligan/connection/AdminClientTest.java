package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.halligan.connection.ConnectionResult.Connected;
import dev.halligan.probe.Peer;
import dev.halligan.probe.TestAuthority;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** fabric8 by itself tries eleven times and for two minutes; here one GET is one attempt. */
@Timeout(120)
class AdminClientTest {
  private static final Duration MARGIN = Duration.ofSeconds(4);
  private static final TestAuthority CA = new TestAuthority("ca");
  private static final TestAuthority.Issued SERVER = CA.server("kubernetes");

  private final TargetConnections connections =
      new TargetConnections(new SimpleMeterRegistry(), Clock.systemUTC(), _ -> false);
  private final Target target = new Target(CA);

  @AfterEach
  void close() {
    connections.close();
  }

  @Test
  void asksOverTlsWithTheServersNameAndItsOwnCertificate() {
    String body = "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"a\"}}";
    try (Peer peer =
        Peer.answering(
            CA,
            SERVER,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)) {
      assertThat(admin(peer).namespaces().withName("a").get().getMetadata().getName())
          .isEqualTo("a");
      assertThat(peer.requests()).singleElement().asString().contains("User-Agent: halligan");
    }
  }

  @Test
  void aClosedPortIsToldAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    KubernetesClient admin = admin("https://127.0.0.1:" + port);

    Duration spent = time(() -> admin.namespaces().withName("a").get());

    assertThat(spent).isLessThan(MARGIN);
  }

  @Test
  void aSilentPeerIsAskedOnceAndLeftAfterTheDeadline() {
    try (Peer peer = Peer.plain(_ -> new CountDownLatch(1).await())) {
      KubernetesClient admin = admin(peer);

      Duration spent = time(() -> admin.namespaces().withName("a").get());

      assertThat(spent)
          .isBetween(Duration.ofSeconds(1), TargetConnection.ADMIN_TIMEOUT.plus(MARGIN));
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatTakesTheRequestAndStaysSilentIsAskedOnce() {
    try (Peer peer =
        Peer.secured(
            CA,
            SERVER,
            connection -> {
              Peer.readHead(connection.getInputStream());
              new CountDownLatch(1).await();
            })) {
      KubernetesClient admin = admin(peer);

      Duration spent = time(() -> admin.namespaces().withName("a").get());

      assertThat(spent).isLessThan(TargetConnection.ADMIN_TIMEOUT.plus(MARGIN));
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 429, 500, 503})
  void aBadAnswerIsNotAskedForAgain(int status) {
    try (Peer peer =
        Peer.answering(CA, SERVER, "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")) {
      KubernetesClient admin = admin(peer);

      Throwable failure = catchThrowable(() -> admin.namespaces().withName("a").get());

      assertThat(failure)
          .isInstanceOfSatisfying(
              KubernetesClientException.class, it -> assertThat(it.getCode()).isEqualTo(status));
      assertThat(peer.requests()).hasSize(1);
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (Peer elsewhere = Peer.answering(CA, SERVER, "HTTP/1.1 200 OK\r\n\r\n");
        Peer peer =
            Peer.answering(
                CA,
                SERVER,
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                    + elsewhere.endpoint().url()
                    + "/\r\n\r\n")) {
      KubernetesClient admin = admin(peer);

      catchThrowable(() -> admin.namespaces().withName("a").get());

      assertThat(peer.requests()).hasSize(1);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void aServerOfAnotherAuthorityOrNameGetsNoRequest() {
    TestAuthority stranger = new TestAuthority("ca");
    try (Peer unknown = Peer.answering(stranger, stranger.server("kubernetes"), "");
        Peer other = Peer.answering(CA, CA.server("example.org"), "")) {
      for (Peer peer : new Peer[] {unknown, other}) {
        KubernetesClient admin = admin(peer);

        assertThat(catchThrowable(() -> admin.namespaces().withName("a").get()))
            .isInstanceOf(KubernetesClientException.class);
        assertThat(peer.requests()).isEmpty();
      }
    }
  }

  @Test
  void ourOwnEnvironmentDoesNotMatter() {
    System.setProperty("kubernetes.master", "https://10.9.9.9");
    System.setProperty("https.proxy", "http://10.9.9.9:3128");
    System.setProperty("kubernetes.auth.token", "leaked");
    try (Peer peer =
        Peer.answering(CA, SERVER, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(admin(peer).namespaces().withName("a").get()).isNull();
      assertThat(peer.requests()).singleElement().asString().doesNotContain("leaked");
    } finally {
      System.clearProperty("kubernetes.master");
      System.clearProperty("https.proxy");
      System.clearProperty("kubernetes.auth.token");
    }
  }

  private KubernetesClient admin(Peer peer) {
    return admin(peer.endpoint().url());
  }

  private KubernetesClient admin(String url) {
    ConnectionResult result = connections.connect(target.at(url), target::secret);
    assertThat(result).isInstanceOf(Connected.class);
    return ((Connected) result).connection().admin();
  }

  private static Duration time(Runnable question) {
    long began = System.nanoTime();
    assertThat(catchThrowable(question::run)).isInstanceOf(KubernetesClientException.class);
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
