package dev.halligan.probe;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Presents one certificate. The JDK's "PKIX" key manager would decrypt the key of its PKCS #12
 * store in every handshake, by a derivation (PBKDF2) that is slow on purpose: half the cost of a
 * probe.
 *
 * <p>Ignores the authorities that a server lists. An API server that does not trust ours must say
 * so (401): without a certificate we would be anonymous, and it would still answer {@code /livez}.
 */
final class OwnKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final PrivateKey key;
  private final X509Certificate[] chain;
  private final String type;

  /** {@code chain}: the certificate of the key, then the issuers up to its authority. */
  OwnKey(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = chain.toArray(X509Certificate[]::new);
    this.type = this.chain[0].getPublicKey().getAlgorithm();
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] authorities, Socket socket) {
    return choose(keyTypes);
  }

  @Override
  public String chooseEngineClientAlias(
      String[] keyTypes, Principal[] authorities, SSLEngine engine) {
    return choose(keyTypes);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] authorities) {
    return type.equals(keyType) ? new String[] {ALIAS} : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return ALIAS.equals(alias) ? chain.clone() : null;
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return ALIAS.equals(alias) ? key : null;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] authorities) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] authorities, Socket socket) {
    return null;
  }

  private String choose(String[] keyTypes) {
    return keyTypes != null && Arrays.asList(keyTypes).contains(type) ? ALIAS : null;
  }
}
