package dev.halligan.net;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Literal addresses as socket addresses. Never resolves names. */
public final class LiteralAddress {
  private static final int HTTPS = 443;

  private LiteralAddress() {}

  /**
   * @throws ControlFailure BAD_ARGUMENT for a name
   */
  public static InetSocketAddress of(String address, int port) {
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    } catch (IllegalArgumentException e) {
      throw new ControlFailure(
          Reason.BAD_ARGUMENT,
          "host " + address + " is not an IP address; it was not contacted",
          "use IP addresses, because names may not resolve in an outage",
          e);
    }
  }

  /**
   * The address and port of a URL; port 443 if it has none.
   *
   * @throws ControlFailure BAD_ARGUMENT for a name
   */
  public static InetSocketAddress of(URI url) {
    var host = url.getHost().replaceAll("[\\[\\]]", "");
    return of(host, url.getPort() == -1 ? HTTPS : url.getPort());
  }
}
