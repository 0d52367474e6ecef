package dev.halligan.probe;

import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;

/** Maps an exception in a probe to its meaning, by its type and phase, never by its text. */
final class ProbeFailure {
  private ProbeFailure() {}

  static ProbeResult of(IOException failure, PhaseTimer timer, Duration deadline) {
    Timings timings = timer.timings();
    Phase phase = timer.phase();
    if (timings.total().compareTo(deadline) >= 0) {
      return new ProbeResult.TimedOut(phase, timings);
    }
    return switch (phase) {
      case TCP ->
          failure instanceof ConnectException
              ? new ProbeResult.Refused(timings)
              // no route, or an ICMP error: nothing was sent to the server
              : new ProbeResult.NoRoute(timings);
      case TLS -> handshake(failure, timings);
      case HTTP -> new ProbeResult.Broken(phase, timings);
    };
  }

  private static ProbeResult handshake(IOException failure, Timings timings) {
    String reason = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reason =
          switch (cause) {
            case CertificateExpiredException _ -> "Expired";
            case CertificateNotYetValidException _ -> "NotYetValid";
            case CertPathBuilderException _ -> "UnknownAuthority";
            case CertPathValidatorException invalid -> invalid(invalid);
            case CertificateException _ -> reason == null ? "WrongName" : reason;
            default -> reason;
          };
    }
    return reason == null
        ? new ProbeResult.Broken(Phase.TLS, timings)
        : new ProbeResult.Untrusted(reason, timings);
  }

  private static String invalid(CertPathValidatorException invalid) {
    if (invalid.getReason() == BasicReason.EXPIRED) {
      return "Expired";
    }
    return invalid.getReason() == BasicReason.NOT_YET_VALID ? "NotYetValid" : "UnknownAuthority";
  }
}
