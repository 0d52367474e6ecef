package dev.halligan.probe;

/**
 * Our credentials on one lane, and the authorities we trust. Contains no address: addresses come
 * from the resource, never from a kubeconfig.
 *
 * @param ca PEM certificates that must have issued the API server's certificate
 * @param clientCertificate PEM certificate chain, leaf first; null if a token is used
 * @param clientKey PEM private key of the certificate; null if a token is used
 * @param token bearer token; null if a certificate is used
 */
public record LaneCredentials(byte[] ca, byte[] clientCertificate, byte[] clientKey, String token) {

  /** Whether a client certificate is presented. */
  public boolean hasCertificate() {
    return clientCertificate != null && clientKey != null;
  }

  @Override
  public String toString() {
    return "LaneCredentials[redacted]";
  }
}
