package dev.halligan.connection;

/** The result of connecting to a target: a connection, or what a person has to fix. */
public sealed interface ConnectionResult {

  /** The resource and its Secrets are valid; nothing was sent to the target yet. */
  record Connected(TargetConnection connection) implements ConnectionResult {}

  /**
   * Nothing was sent to the target.
   *
   * @param reason one of InsecureKubeconfig, MissingSecret, BadCertificate, AdminNotExempt,
   *     EndpointNotAnAddress, EndpointForbidden, MissingKnownHosts
   * @param message what is wrong and where; never a secret
   * @param fix what to use instead
   */
  record Refused(String reason, String message, String fix) implements ConnectionResult {}
}
