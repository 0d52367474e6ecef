package dev.halligan.probe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Credentials ready for TLS. Trusts only the given authorities: neither the JDK's nor the
 * machine's.
 */
public final class LaneTls {
  private static final int MOST_SESSIONS = 32;

  private final List<X509Certificate> authorities;
  private final List<X509Certificate> clientChain;
  private final TrustManager[] trust;
  private final KeyManager[] keys;
  private final SSLContext resuming;

  private LaneTls(
      List<X509Certificate> authorities,
      List<X509Certificate> clientChain,
      TrustManager[] trust,
      KeyManager[] keys) {
    this.authorities = authorities;
    this.clientChain = clientChain;
    this.trust = trust;
    this.keys = keys;
    this.resuming = freshContext();
    resuming.getClientSessionContext().setSessionCacheSize(MOST_SESSIONS);
  }

  /**
   * Reads the credentials.
   *
   * @throws GeneralSecurityException if a certificate or the key cannot be read, or if they do not
   *     match; does not check expiry
   */
  public static LaneTls of(LaneCredentials credentials) throws GeneralSecurityException {
    List<X509Certificate> authorities = certificates(credentials.ca());
    KeyStore trusted = emptyStore();
    for (X509Certificate authority : authorities) {
      trusted.setCertificateEntry("ca-" + trusted.size(), authority);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    if (!credentials.hasCertificate()) {
      return new LaneTls(authorities, List.of(), trust.getTrustManagers(), new KeyManager[0]);
    }
    List<X509Certificate> chain = certificates(credentials.clientCertificate());
    KeyManager[] keys = keyManagers(chain, credentials.clientKey());
    return new LaneTls(authorities, chain, trust.getTrustManagers(), keys);
  }

  /**
   * A context without sessions to resume: each connection does a full handshake, like a new client.
   */
  public SSLContext freshContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /** A context for connections that begin in this way. */
  SSLContext context(Handshake handshake) {
    return switch (handshake) {
      case FULL -> freshContext();
      case RESUMED -> resuming;
    };
  }

  /** The trusted authorities; at least one. */
  public List<X509Certificate> authorities() {
    return authorities;
  }

  /** The certificate we present. */
  public Optional<X509Certificate> clientCertificate() {
    return clientChain.stream().findFirst();
  }

  private static KeyManager[] keyManagers(List<X509Certificate> chain, byte[] keyPem)
      throws GeneralSecurityException {
    PrivateKey key = PemKey.of(keyPem, chain.getFirst().getPublicKey());
    return new KeyManager[] {new OwnKey(key, chain)};
  }

  private static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
    List<X509Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (found.isEmpty()) {
      throw new CertificateException("it contains no certificate");
    }
    return found;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
