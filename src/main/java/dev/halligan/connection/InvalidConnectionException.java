package dev.halligan.connection;

/** Ends the reading of hostile or wrong input at the first fault. Contains no secret. */
final class InvalidConnectionException extends Exception {
  static final String INSECURE_KUBECONFIG = "InsecureKubeconfig";
  static final String MISSING_SECRET = "MissingSecret";
  static final String BAD_CERTIFICATE = "BadCertificate";
  static final String ADMIN_NOT_EXEMPT = "AdminNotExempt";
  static final String ENDPOINT_NOT_AN_ADDRESS = "EndpointNotAnAddress";
  static final String ENDPOINT_FORBIDDEN = "EndpointForbidden";
  static final String MISSING_KNOWN_HOSTS = "MissingKnownHosts";

  private final String reason;
  private final String fix;

  InvalidConnectionException(String reason, String message, String fix) {
    super(message, null, false, false);
    this.reason = reason;
    this.fix = fix;
  }

  String reason() {
    return reason;
  }

  String fix() {
    return fix;
  }
}
