package dev.halligan.e2e.fleet.played;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * The server side of TLS for all played API servers: one certificate, and clients may show theirs.
 */
public final class PlayedTls {
  private static final char[] IN_MEMORY = "in memory only".toCharArray();

  /** An API server's on a processor with AES instructions: Go's crypto/tls. */
  private static final String[] AS_GO_PREFERS = {
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
  };

  private final SSLContext context;

  private PlayedTls(SSLContext context) {
    this.context = context;
  }

  /** From {@code ca.crt}, {@code server.crt} and {@code server.key} (PKCS#8) in a folder. */
  public static PlayedTls of(Path folder) {
    try {
      X509Certificate server = certificate(folder.resolve("server.crt"));
      KeyStore own = emptyStore();
      own.setKeyEntry(
          "server",
          key(folder.resolve("server.key"), server.getPublicKey().getAlgorithm()),
          IN_MEMORY,
          new X509Certificate[] {server});
      // SunX509 decrypts the key once; PKIX would in every handshake
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(own, IN_MEMORY);
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("ca", certificate(folder.resolve("ca.crt")));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new PlayedTls(context);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no TLS from the files in " + folder, e);
    }
  }

  /** Shakes hands as the server. */
  SSLSocket greet(Socket accepted) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(accepted, null, accepted.getPort(), true);
    socket.setUseClientMode(false);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setCipherSuites(AS_GO_PREFERS);
    parameters.setUseCipherSuitesOrder(true);
    socket.setSSLParameters(parameters);
    socket.setWantClientAuth(true);
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate certificate(Path file)
      throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static PrivateKey key(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
