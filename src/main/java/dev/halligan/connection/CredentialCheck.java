package dev.halligan.connection;

import dev.halligan.probe.Lane;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.LaneTls;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Checks that a lane's certificates serve the purpose of the lane. Pure. */
final class CredentialCheck {
  /**
   * Requests of this group pass API Priority and Fairness unqueued (flow schema {@code exempt}).
   */
  static final String EXEMPT_GROUP = "system:masters";

  private static final String NEW_ADMIN =
      "issue a client certificate with O=system:masters and store it in the Secret, or run"
          + " bootstrap-scripts/enroll-cluster";

  private CredentialCheck() {}

  /**
   * Checks the credentials of one lane.
   *
   * @return the credentials, ready for TLS
   * @throws InvalidConnectionException with BadCertificate or AdminNotExempt
   */
  static LaneTls check(Lane lane, LaneCredentials credentials, Instant now)
      throws InvalidConnectionException {
    LaneTls tls = read(lane, credentials);
    if (tls.authorities().stream().noneMatch(authority -> validAt(authority, now))) {
      throw bad(
          lane,
          "certificate-authority-data contains no certificate authority that is valid now",
          "replace it with the cluster's current certificate authority");
    }
    Optional<X509Certificate> own = tls.clientCertificate();
    if (own.filter(certificate -> !validAt(certificate, now)).isPresent()) {
      throw bad(
          lane,
          "client certificate is valid only from "
              + own.get().getNotBefore().toInstant()
              + " to "
              + own.get().getNotAfter().toInstant(),
          lane == Lane.ADMIN ? NEW_ADMIN : "renew it, or use a service account's token");
    }
    checkGroup(lane, own);
    return tls;
  }

  private static LaneTls read(Lane lane, LaneCredentials credentials)
      throws InvalidConnectionException {
    try {
      return LaneTls.of(credentials);
    } catch (GeneralSecurityException _) {
      throw bad(
          lane,
          "certificates or key cannot be read, or the key does not match the certificate",
          "use PEM with an unencrypted RSA or EC key that matches the certificate");
    }
  }

  private static void checkGroup(Lane lane, Optional<X509Certificate> own)
      throws InvalidConnectionException {
    boolean exempt = own.filter(CredentialCheck::isExempt).isPresent();
    if (lane == Lane.ADMIN && !exempt) {
      throw new InvalidConnectionException(
          InvalidConnectionException.ADMIN_NOT_EXEMPT,
          "the admin lane has no client certificate in group system:masters, so the API server"
              + " would queue it behind the load; kubeadm's admin.conf is not in that group",
          NEW_ADMIN);
    }
    if (lane == Lane.ORDINARY && exempt) {
      throw bad(
          lane,
          "client certificate is in group system:masters, which is never queued like workloads",
          "use the token of an ordinary service account");
    }
  }

  private static boolean validAt(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isExempt(X509Certificate certificate) {
    try {
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (holdsExemptGroup(part.toAttributes().get("O"))) {
          return true;
        }
      }
      return false;
    } catch (NamingException _) {
      return false;
    }
  }

  private static boolean holdsExemptGroup(Attribute organisation) {
    return organisation != null && organisation.contains(EXEMPT_GROUP);
  }

  private static InvalidConnectionException bad(Lane lane, String what, String fix) {
    String name = lane == Lane.ADMIN ? "admin" : "ordinary";
    return new InvalidConnectionException(
        InvalidConnectionException.BAD_CERTIFICATE, "the " + name + " lane's " + what, fix);
  }
}
