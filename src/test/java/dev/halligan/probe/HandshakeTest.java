package dev.halligan.probe;

import static dev.halligan.probe.Handshake.FULL;
import static dev.halligan.probe.Handshake.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A resumed session is the server's view of an earlier one: it bears the time of its beginning. */
class HandshakeTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  private final TestAuthority authority = new TestAuthority("kubernetes", "EC");
  private final TestAuthority.Issued client = authority.client("CN=admin", "EC", TOMORROW);
  private final LaneCredentials credentials =
      new LaneCredentials(authority.pem(), client.certificatePem(), client.pkcs8Pem(), null);

  @Test
  void aResumedOneContinuesTheSessionOfAnEarlierOne() throws Exception {
    List<Long> begun = sessionsOf(RESUMED, RESUMED, RESUMED);

    assertThat(begun).hasSize(3).containsOnly(begun.getFirst());
  }

  @Test
  void aFullOneIsANewSession() throws Exception {
    assertThat(sessionsOf(FULL, FULL, RESUMED, FULL)).doesNotHaveDuplicates();
  }

  @Test
  void theSessionOutlivesAFullHandshake() throws Exception {
    List<Long> begun = sessionsOf(RESUMED, FULL, RESUMED);

    assertThat(begun.getLast()).isEqualTo(begun.getFirst()).isNotEqualTo(begun.get(1));
  }

  private List<Long> sessionsOf(Handshake... handshakes) throws Exception {
    List<Long> begun = new CopyOnWriteArrayList<>();
    try (ApiProbe probe = new ApiProbe(Clock.systemUTC());
        Peer peer =
            Peer.secured(
                authority,
                authority.server("EC", TOMORROW, "kubernetes"),
                connection -> {
                  SSLSession session = ((SSLSocket) connection).getSession();
                  Peer.readHead(connection.getInputStream());
                  begun.add(session.getCreationTime());
                  connection.getOutputStream().write(ANSWER);
                })) {
      var answers = new ArrayList<ProbeResult>();
      for (Handshake handshake : handshakes) {
        Thread.sleep(5); // sessions that begin in the same millisecond look like one
        answers.add(probe.ask(peer.endpoint(), Lane.ADMIN, credentials, handshake, PATIENT));
      }
      assertThat(answers).allMatch(ProbeResult.Answered.class::isInstance);
    }
    return begun;
  }
}
