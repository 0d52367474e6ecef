package dev.halligan.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the private key of a certificate from PEM: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017, kubeadm's
 * form) or SEC 1 (RFC 5915). The JDK reads only the first; the other two lack only the algorithm's
 * name, which the certificate's public key provides.
 */
final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (RSA |EC |)PRIVATE KEY-----\\s([^-]*)-----END \\1PRIVATE KEY-----");
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final byte SEQUENCE = 0x30;
  private static final byte OCTET_STRING = 4;

  private PemKey() {}

  /**
   * Reads the key and checks that it matches the public key.
   *
   * @throws GeneralSecurityException if it cannot be read, is encrypted, or does not match
   */
  static PrivateKey of(byte[] pem, PublicKey publicKey) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!block.find()) {
      throw new InvalidKeyException("it contains no unencrypted private key");
    }
    byte[] pkcs8;
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      pkcs8 = block.group(1).isEmpty() ? der : wrap(der, publicKey);
    } catch (RuntimeException e) {
      throw new InvalidKeyException("the private key is damaged", e);
    }
    PrivateKey key =
        KeyFactory.getInstance(publicKey.getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    requirePair(key, publicKey);
    return key;
  }

  private static byte[] wrap(byte[] key, PublicKey publicKey) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_0);
    content.writeBytes(algorithm(publicKey.getEncoded()));
    content.writeBytes(der(OCTET_STRING, key));
    return der(SEQUENCE, content.toByteArray());
  }

  /** SubjectPublicKeyInfo (RFC 5280, 4.1) begins with the AlgorithmIdentifier. */
  private static byte[] algorithm(byte[] subjectPublicKeyInfo) {
    ByteBuffer in = ByteBuffer.wrap(subjectPublicKeyInfo);
    in.get();
    length(in);
    int start = in.position();
    in.get();
    int end = length(in) + in.position();
    byte[] identifier = new byte[end - start];
    in.get(start, identifier);
    return identifier;
  }

  private static int length(ByteBuffer in) {
    int first = in.get() & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = first & 0x7F; i > 0; i--) {
      length = (length << 8) | (in.get() & 0xFF);
    }
    return length;
  }

  private static byte[] der(byte tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x84);
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static void requirePair(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (publicKey.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> publicKey.getAlgorithm();
            });
    signature.initSign(key);
    signature.update(VERSION_0);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(VERSION_0);
    if (!signature.verify(signed)) {
      throw new InvalidKeyException("the private key does not match the certificate");
    }
  }
}
