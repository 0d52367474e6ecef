package dev.halligan.target;

/** Ends the reading of hostile or mistaken input at the first fault. Holds no secret. */
final class Refusal extends Exception {
  static final String INSECURE_KUBECONFIG = "InsecureKubeconfig";
  static final String MISSING_SECRET = "MissingSecret";
  static final String BAD_CERTIFICATE = "BadCertificate";
  static final String ADMIN_NOT_EXEMPT = "AdminNotExempt";
  static final String ENDPOINT_NOT_AN_ADDRESS = "EndpointNotAnAddress";
  static final String ENDPOINT_FORBIDDEN = "EndpointForbidden";
  static final String MISSING_KNOWN_HOSTS = "MissingKnownHosts";

  private final String reason;
  private final String fix;

  Refusal(String reason, String message, String fix) {
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
