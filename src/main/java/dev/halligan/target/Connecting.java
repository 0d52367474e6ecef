package dev.halligan.target;

/** What came of connecting to a target: a connection, or what a person has to mend. */
public sealed interface Connecting {

  /** The resource and its Secrets are in order; nothing was sent to the target yet. */
  record Connected(TargetConnection connection) implements Connecting {}

  /**
   * Nothing was sent to the target.
   *
   * @param reason one of InsecureKubeconfig, MissingSecret, BadCertificate, AdminNotExempt,
   *     EndpointNotAnAddress, EndpointForbidden, MissingKnownHosts
   * @param message what is wrong, and with what; never a secret
   * @param fix what to put instead
   */
  record Refused(String reason, String message, String fix) implements Connecting {}
}
