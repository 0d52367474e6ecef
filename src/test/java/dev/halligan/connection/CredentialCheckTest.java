package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.probe.Lane;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.TestAuthority;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialCheckTest {
  private static final Instant NOW = Instant.now();
  private static final TestAuthority CA = new TestAuthority("ca");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O=system:masters,CN=admin",
        "CN=admin,O=system:masters",
        "O=other,O=system:masters,CN=admin",
        "O=system:masters+CN=admin"
      })
  void theAdminLaneNeedsTheExemptGroup(String subject) throws InvalidConnectionException {
    assertThat(CredentialCheck.check(Lane.ADMIN, CA.credentials(CA.client(subject)), NOW))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O=kubeadm:cluster-admins,CN=kubernetes-admin",
        "CN=system:masters",
        "OU=system:masters,CN=admin",
        "O=system:masters2,CN=admin",
        "O=System:Masters,CN=admin",
        "CN=admin\\,O\\=system:masters"
      })
  void anyOtherSubjectIsNotExempt(String subject) {
    assertRefused(
        InvalidConnectionException.ADMIN_NOT_EXEMPT,
        Lane.ADMIN,
        CA.credentials(CA.client(subject)),
        "queue it");
  }

  @Test
  void aTokenIsNotExempt() {
    assertRefused(
        InvalidConnectionException.ADMIN_NOT_EXEMPT,
        Lane.ADMIN,
        CA.credentials("token"),
        "queue it");
  }

  @Test
  void theOrdinaryLaneMayNotBeExempt() throws InvalidConnectionException {
    assertRefused(
        InvalidConnectionException.BAD_CERTIFICATE,
        Lane.ORDINARY,
        CA.credentials(CA.client("O=system:masters,CN=a")),
        "never queued");
    assertThat(CredentialCheck.check(Lane.ORDINARY, CA.credentials("token"), NOW)).isNotNull();
  }

  @Test
  void aCertificateOutsideItsTimeIsRefused() {
    TestAuthority.Issued old =
        CA.client("O=system:masters,CN=a", "EC", NOW.minus(Duration.ofHours(1)));
    TestAuthority.Issued early =
        CA.client("O=system:masters,CN=a", "EC", NOW.plus(Duration.ofDays(3)));

    assertRefused(
        InvalidConnectionException.BAD_CERTIFICATE,
        Lane.ADMIN,
        CA.credentials(old),
        "valid only from");
    assertRefused(
        InvalidConnectionException.BAD_CERTIFICATE,
        Lane.ADMIN,
        CA.credentials(early),
        "valid only from");
  }

  @Test
  void anExpiredAuthorityIsRefused() {
    LaneCredentials admin = CA.credentials(CA.client("O=system:masters,CN=a"));

    assertThatThrownBy(() -> CredentialCheck.check(Lane.ADMIN, admin, NOW.plus(Duration.ofDays(2))))
        .isInstanceOfSatisfying(
            InvalidConnectionException.class,
            it -> assertThat(it.reason()).isEqualTo(InvalidConnectionException.BAD_CERTIFICATE));
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedWithoutShowingIt() {
    LaneCredentials mixed =
        new LaneCredentials(
            CA.pem(), CA.client("CN=a").certificatePem(), CA.client("CN=b").keyPem(), null);

    assertRefused(InvalidConnectionException.BAD_CERTIFICATE, Lane.ADMIN, mixed, "cannot be read");
  }

  private static void assertRefused(
      String reason, Lane lane, LaneCredentials credentials, String message) {
    assertThatThrownBy(() -> CredentialCheck.check(lane, credentials, NOW))
        .isInstanceOfSatisfying(
            InvalidConnectionException.class,
            it -> {
              assertThat(it.reason()).isEqualTo(reason);
              assertThat(it.getMessage()).contains(message);
              assertThat(it.fix()).isNotBlank();
            });
  }
}
