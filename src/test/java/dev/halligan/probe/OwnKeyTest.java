package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificate a server sees, for each key and version of TLS. */
@Timeout(60)
class OwnKeyTest {
  private static final TestAuthority CA = new TestAuthority("ca");
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));

  @ParameterizedTest
  @CsvSource({
    "EC, TLSv1.3",
    "EC, TLSv1.2",
    "RSA, TLSv1.3",
    "RSA, TLSv1.2",
    "Ed25519, TLSv1.3",
    "Ed25519, TLSv1.2",
  })
  void showsItsCertificate(String algorithm, String version) throws Exception {
    TestAuthority.Issued client = CA.client("CN=halligan-admin", algorithm, TOMORROW);
    LaneCredentials lane =
        new LaneCredentials(CA.pem(), client.certificatePem(), client.pkcs8Pem(), null);

    assertThat(seen(lane, version)).containsExactly(client.certificate());
  }

  @Test
  void showsTheWholeChain() throws Exception {
    TestAuthority.Issued client = CA.client("CN=halligan-admin");
    LaneCredentials lane = new LaneCredentials(CA.pem(), bundle(client, CA), client.keyPem(), null);

    assertThat(seen(lane, "TLSv1.3")).hasSize(2).startsWith(client.certificate());
  }

  @Test
  void showsItToAServerThatNamesOtherAuthoritiesSoThatItIsToldApartFromNobody() {
    Principal[] others = {new X500Principal("CN=front-proxy-ca")};

    assertThat(key(CA.client("CN=a")).chooseClientAlias(new String[] {"EC"}, others, null))
        .isNotNull();
  }

  @Test
  void showsNothingToAServerThatCannotReadItsKindOfKey() {
    OwnKey key = key(CA.client("CN=a"));

    assertThat(key.chooseClientAlias(new String[] {"RSA", "RSASSA-PSS"}, null, null)).isNull();
    assertThat(key.chooseClientAlias(null, null, null)).isNull();
    assertThat(key.chooseClientAlias(new String[] {"RSA", "EC"}, null, null)).isNotNull();
    assertThat(key.chooseEngineClientAlias(new String[] {"EC"}, null, null)).isNotNull();
  }

  @Test
  void knowsOneAliasAndServesNobody() {
    OwnKey key = key(CA.client("CN=a"));
    String alias = key.getClientAliases("EC", null)[0];

    assertThat(key.getPrivateKey(alias)).isNotNull();
    assertThat(key.getPrivateKey("another")).isNull();
    assertThat(key.getCertificateChain("another")).isNull();
    assertThat(key.getClientAliases("RSA", null)).isNull();
    assertThat(key.chooseServerAlias("EC", null, null)).isNull();
  }

  @Test
  void takesTheKeyAsItIsInsteadOfDecryptingItEachTime() {
    TestAuthority.Issued client = CA.client("CN=a");
    OwnKey key = key(client);
    PrivateKey held = key.getPrivateKey(key.getClientAliases("EC", null)[0]);

    assertThat(held).isSameAs(client.pair().getPrivate());
  }

  private static OwnKey key(TestAuthority.Issued client) {
    return new OwnKey(client.pair().getPrivate(), List.of(client.certificate()));
  }

  private static byte[] bundle(TestAuthority.Issued client, TestAuthority authority) {
    byte[] own = client.certificatePem();
    byte[] both = Arrays.copyOf(own, own.length + authority.pem().length);
    System.arraycopy(authority.pem(), 0, both, own.length, authority.pem().length);
    return both;
  }

  /** What a server that demands a certificate is shown. */
  private static List<Certificate> seen(LaneCredentials lane, String version) throws Exception {
    CompletableFuture<List<Certificate>> shown = new CompletableFuture<>();
    try (Peer peer = demanding(version, shown);
        ApiProbe probe = new ApiProbe(Clock.systemUTC())) {
      assertThat(probe.ask(peer.endpoint(), Lane.ADMIN, lane, Handshake.FULL, PATIENT))
          .isInstanceOf(ProbeResult.Answered.class);
      return shown.get(PATIENT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static Peer demanding(String version, CompletableFuture<List<Certificate>> shown) {
    return Peer.secured(
        CA,
        CA.server("kubernetes"),
        connection -> {
          SSLSocket secured = (SSLSocket) connection;
          SSLParameters parameters = secured.getSSLParameters();
          parameters.setNeedClientAuth(true);
          parameters.setProtocols(new String[] {version});
          secured.setSSLParameters(parameters);
          Peer.readHead(secured.getInputStream());
          complete(shown, secured);
          secured.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
        });
  }

  private static void complete(CompletableFuture<List<Certificate>> shown, SSLSocket secured)
      throws IOException {
    try {
      shown.complete(
          List.of(secured.getSession().getPeerCertificates()).stream()
              .map(X509Certificate.class::cast)
              .map(Certificate.class::cast)
              .toList());
    } catch (SSLPeerUnverifiedException e) {
      shown.completeExceptionally(e);
      throw e;
    }
  }
}
