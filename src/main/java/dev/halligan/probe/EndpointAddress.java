package dev.halligan.probe;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;

/**
 * The address of one endpoint, read without name resolution.
 *
 * @param socket literal address and port
 * @param serverName the name in the API server's certificate; an address is accepted too
 */
public record EndpointAddress(InetSocketAddress socket, String serverName) {
  /** In every certificate that kubeadm and similar tools issue to an API server. */
  public static final String DEFAULT_SERVER_NAME = "kubernetes";

  private static final int HTTPS_PORT = 443;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  /**
   * Reads an endpoint of the resource.
   *
   * @throws IllegalArgumentException if it is not {@code https://<address>[:port]}, or if the
   *     server name is not valid; the message says which
   */
  public static EndpointAddress of(Endpoint endpoint) {
    URI url = URI.create(endpoint.url());
    if (!"https".equals(lower(url.getScheme()))) {
      throw new IllegalArgumentException("its URL does not begin with https://");
    }
    if (url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null
        || !(url.getRawPath().isEmpty() || "/".equals(url.getRawPath()))) {
      throw new IllegalArgumentException("its URL contains more than an address and a port");
    }
    if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 0xFFFF) {
      throw new IllegalArgumentException("its URL does not contain a valid address and port");
    }
    int port = url.getPort() == -1 ? HTTPS_PORT : url.getPort();
    return new EndpointAddress(
        new InetSocketAddress(literal(url.getHost()), port), name(endpoint.serverName()));
  }

  /** The address as in a URL: IPv6 in brackets. */
  public String host() {
    String text = socket.getAddress().getHostAddress();
    return socket.getAddress() instanceof Inet6Address ? "[" + text + "]" : text;
  }

  /** {@code https://host:port/}. */
  public String url() {
    return "https://" + host() + ":" + socket.getPort() + "/";
  }

  /** The name to send in the TLS handshake; none if the server name is itself an address. */
  public List<SNIServerName> sni() {
    return isAddress(serverName) ? List.of() : List.of(new SNIHostName(serverName));
  }

  private static InetAddress literal(String host) {
    String text = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (!isAddress(text)) {
      throw new IllegalArgumentException("its host is a name or an address in an unusual notation");
    }
    return InetAddress.ofLiteral(text);
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      // programs read 127.1 and 010.0.0.1 differently: accept only the canonical notation
      return text.contains(":") || address.getHostAddress().equals(text);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String name(String serverName) {
    if (serverName == null || serverName.isEmpty()) {
      return DEFAULT_SERVER_NAME;
    }
    if (!isAddress(serverName) && !NAME.matcher(serverName).matches()) {
      throw new IllegalArgumentException("its serverName is not a valid host name");
    }
    return serverName;
  }

  private static String lower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
