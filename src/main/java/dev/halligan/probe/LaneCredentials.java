package dev.halligan.probe;

/**
 * What proves who we are on one lane, and whom we trust. There is no address in it: where to ask
 * comes from the resource, never from a kubeconfig.
 *
 * @param ca PEM certificates that the API server's certificate must descend from
 * @param clientCertificate PEM certificate chain, leaf first; null when a token is used
 * @param clientKey PEM private key of the certificate; null when a token is used
 * @param token bearer token; null when a certificate is used
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
