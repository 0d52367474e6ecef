package dev.halligan.connection;

import dev.halligan.probe.LaneCredentials;

/**
 * A kubeconfig of which only embedded credentials are used. Otherwise anyone who may write a Secret
 * could make the operator run a command, read its files, or connect to an unverified server.
 */
sealed interface SafeKubeconfig {

  /** The current context's certificate authority and credential; its server is not used. */
  record Accepted(LaneCredentials credentials) implements SafeKubeconfig {}

  /**
   * It contains something that is not embedded and verifiable. Nothing in it was run, opened or
   * contacted.
   *
   * @param reason {@code InsecureKubeconfig} or {@code BadCertificate}
   * @param message what and where; contains names from the kubeconfig, but never values
   * @param fix what to use instead
   */
  record Refused(String reason, String message, String fix) implements SafeKubeconfig {}

  /** Reads a kubeconfig without side effects; never throws. */
  static SafeKubeconfig parse(String yaml) {
    try {
      return new Accepted(new KubeconfigReader().read(yaml));
    } catch (InvalidConnectionException refusal) {
      return new Refused(refusal.reason(), refusal.getMessage(), refusal.fix());
    }
  }
}
