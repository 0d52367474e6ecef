package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTlsTest {
  private static final TestAuthority CA = new TestAuthority("ca");

  @ParameterizedTest
  @CsvSource({
    "RSA, traditional",
    "RSA, pkcs8",
    "EC, traditional",
    "EC, pkcs8",
    "Ed25519, pkcs8",
  })
  void readsTheFormsOfKeysThatAreAround(String algorithm, String form) throws Exception {
    TestAuthority.Issued client =
        CA.client("CN=a", algorithm, Instant.now().plus(Duration.ofDays(1)));
    byte[] key = "pkcs8".equals(form) ? client.pkcs8Pem() : client.keyPem();

    LaneTls tls = LaneTls.of(new LaneCredentials(CA.pem(), client.certificatePem(), key, null));

    assertThat(tls.clientCertificate()).contains(client.certificate());
  }

  @Test
  void noSessionIsEverResumed() throws Exception {
    LaneTls tls = LaneTls.of(CA.credentials(CA.client("CN=a")));

    assertThat(tls.freshContext()).isNotSameAs(tls.freshContext());
  }

  @Test
  void refusesAKeyOfAnotherCertificate() {
    LaneCredentials mixed =
        new LaneCredentials(
            CA.pem(), CA.client("CN=a").certificatePem(), CA.client("CN=b").keyPem(), null);

    assertThatThrownBy(() -> LaneTls.of(mixed)).isInstanceOf(GeneralSecurityException.class);
  }
}
