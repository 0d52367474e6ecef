package dev.halligan.probe;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away certificate authority; nothing it makes is written to disk. */
public final class TestAuthority {
  private final KeyPair pair;
  private final X509Certificate certificate;
  private final X500Name name;

  /** Makes a new authority that is valid for a day around now. */
  public TestAuthority(String commonName) {
    this(commonName, "EC");
  }

  /** The same with a key of this algorithm, RSA or EC. */
  public TestAuthority(String commonName, String algorithm) {
    pair = newPair(algorithm);
    name = new X500Name("CN=" + commonName);
    certificate = sign(name, pair, null, Instant.now().plus(Duration.ofDays(1)), true);
  }

  /** A certificate and its key. */
  public record Issued(X509Certificate certificate, KeyPair pair) {
    /** The certificate as PEM. */
    public byte[] certificatePem() {
      return pem(certificate);
    }

    /** The key as PEM in its traditional form: PKCS#1 for RSA, SEC 1 for EC. */
    public byte[] keyPem() {
      return pem(pair.getPrivate());
    }

    /** The key as PKCS#8 PEM. */
    public byte[] pkcs8Pem() {
      String base64 =
          Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(pair.getPrivate().getEncoded());
      String label = "PRIVATE " + "KEY-----\n";
      return ("-----BEGIN " + label + base64 + "\n-----END " + label)
          .getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** The authority's certificate as PEM. */
  public byte[] pem() {
    return pem(certificate);
  }

  /** A server certificate for these names and addresses, valid for a day. */
  public Issued server(String... names) {
    return server(Instant.now().plus(Duration.ofDays(1)), names);
  }

  /** A server certificate for these names and addresses. */
  public Issued server(Instant notAfter, String... names) {
    return server("EC", notAfter, names);
  }

  /** The same with a key of this algorithm, RSA or EC. */
  public Issued server(String algorithm, Instant notAfter, String... names) {
    GeneralName[] alternatives =
        Arrays.stream(names)
            .map(
                each ->
                    new GeneralName(
                        isAddress(each) ? GeneralName.iPAddress : GeneralName.dNSName, each))
            .toArray(GeneralName[]::new);
    return issue(new X500Name("CN=server"), algorithm, new GeneralNames(alternatives), notAfter);
  }

  /** A client certificate with this subject, such as {@code CN=admin,O=system:masters}. */
  public Issued client(String subject) {
    return client(subject, "EC", Instant.now().plus(Duration.ofDays(1)));
  }

  /** A client certificate with a key of this algorithm: RSA, EC or Ed25519. */
  public Issued client(String subject, String algorithm, Instant notAfter) {
    return issue(new X500Name(subject), algorithm, null, notAfter);
  }

  /** Credentials that trust this authority and show that certificate. */
  public LaneCredentials credentials(Issued client) {
    return new LaneCredentials(pem(), client.certificatePem(), client.keyPem(), null);
  }

  /** Credentials that trust this authority and carry that token. */
  public LaneCredentials credentials(String token) {
    return new LaneCredentials(pem(), null, null, token);
  }

  /** What a server of this authority needs. */
  public SSLContext serverContext(Issued server) {
    try {
      char[] password = "test".toCharArray();
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          "server",
          server.pair().getPrivate(),
          password,
          new X509Certificate[] {server.certificate()});
      KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
      own.init(keys, password);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", certificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Issued issue(
      X500Name subject, String algorithm, GeneralNames alternatives, Instant notAfter) {
    KeyPair own = newPair(algorithm);
    return new Issued(sign(subject, own, alternatives, notAfter, false), own);
  }

  private String signature() {
    return "RSA".equals(pair.getPrivate().getAlgorithm()) ? "SHA256withRSA" : "SHA256withECDSA";
  }

  private X509Certificate sign(
      X500Name subject, KeyPair own, GeneralNames alternatives, Instant notAfter, boolean ca) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(64, new SecureRandom()),
              Date.from(notAfter.minus(Duration.ofDays(2))),
              Date.from(notAfter),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (alternatives != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(signature()).build(pair.getPrivate())));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newPair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      switch (algorithm) {
        case "EC" -> generator.initialize(256);
        case "RSA" -> generator.initialize(2048);
        default -> {} // the name says how long the key is
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static byte[] pem(Object certificateOrKey) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(certificateOrKey);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
