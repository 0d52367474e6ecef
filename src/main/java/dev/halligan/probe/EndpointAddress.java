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
 * Where one endpoint listens, found without any name resolution.
 *
 * @param socket literal address and port
 * @param serverName the name in the API server's certificate; its address is accepted as well
 */
public record EndpointAddress(InetSocketAddress socket, String serverName) {
  /** In every certificate that kubeadm and its relatives issue to an API server. */
  public static final String DEFAULT_SERVER_NAME = "kubernetes";

  private static final int HTTPS_PORT = 443;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  /**
   * Reads an endpoint of the resource.
   *
   * @throws IllegalArgumentException when it is not {@code https://<address>[:port]} or the server
   *     name is none; the message says which
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
      throw new IllegalArgumentException("its URL holds more than an address and a port");
    }
    if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 0xFFFF) {
      throw new IllegalArgumentException("its URL holds no address and port");
    }
    int port = url.getPort() == -1 ? HTTPS_PORT : url.getPort();
    return new EndpointAddress(
        new InetSocketAddress(literal(url.getHost()), port), name(endpoint.serverName()));
  }

  /** The address as a URL has it: IPv6 in brackets. */
  public String host() {
    String text = socket.getAddress().getHostAddress();
    return socket.getAddress() instanceof Inet6Address ? "[" + text + "]" : text;
  }

  /** {@code https://host:port/}. */
  public String url() {
    return "https://" + host() + ":" + socket.getPort() + "/";
  }

  /** The name to ask for in the TLS handshake; none when the server name is itself an address. */
  public List<SNIServerName> sni() {
    return isAddress(serverName) ? List.of() : List.of(new SNIHostName(serverName));
  }

  private static InetAddress literal(String host) {
    String text = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (!isAddress(text)) {
      throw new IllegalArgumentException("its host is a name or an unusual spelling of an address");
    }
    return InetAddress.ofLiteral(text);
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      // 127.1 and 010.0.0.1 mean different addresses to different programs: one spelling passes
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
      throw new IllegalArgumentException("its serverName is not a host name");
    }
    return serverName;
  }

  private static String lower(String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
