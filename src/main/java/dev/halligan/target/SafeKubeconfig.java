package dev.halligan.target;

import dev.halligan.probe.LaneCredentials;

/**
 * A kubeconfig of which only embedded credentials are used. Whoever may write a Secret could
 * otherwise have the operator run a command, read its files, or talk to a server unverified.
 */
public sealed interface SafeKubeconfig {

  /** The current context's authority and credential; its server is not used. */
  record Accepted(LaneCredentials credentials) implements SafeKubeconfig {}

  /**
   * It holds something that is not embedded and verifiable. Nothing of it was run, opened or asked.
   *
   * @param reason {@code InsecureKubeconfig} or {@code BadCertificate}
   * @param message what and where; never a value from the kubeconfig but names
   * @param fix what to put instead
   */
  record Refused(String reason, String message, String fix) implements SafeKubeconfig {}

  /** Reads a kubeconfig without side effects; never throws. */
  static SafeKubeconfig parse(String yaml) {
    try {
      return new Accepted(new KubeconfigReader().read(yaml));
    } catch (Refusal refusal) {
      return new Refused(refusal.reason(), refusal.getMessage(), refusal.fix());
    }
  }
}
