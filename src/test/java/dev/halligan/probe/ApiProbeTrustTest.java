package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.probe.ProbeResult.Answered;
import dev.halligan.probe.ProbeResult.Untrusted;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Certificates, theirs and ours. */
class ApiProbeTrustTest extends ProbedPeer {
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

  private static void assertUntrusted(String reason, ProbeResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(Untrusted.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }
}
