package dev.halligan.probe;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sends one request to one API-server instance on a new connection and times TCP, TLS and HTTP
 * separately. The work is the same whether the server is healthy or not: one GET of one small
 * object, no list, no retry, no name resolution, no proxy.
 */
public final class ApiProbe implements AutoCloseable {
  private final Clock clock;
  private final Deadlines deadlines = new Deadlines();
  private final Map<LaneCredentials, LaneTls> prepared = new WeakHashMap<>();

  /**
   * Creates a probe for any number of clusters.
   *
   * @param clock decides whether our own certificate has expired; the JVM's monotonic timer times
   *     the phases
   */
  public ApiProbe(Clock clock) {
    this.clock = clock;
  }

  /**
   * Gets {@code /livez} on the admin lane, a small ConfigMap on the ordinary one. Blocks until
   * there is an answer or the deadline passes; meant for a virtual thread.
   *
   * @param deadline for all phases together, whatever the peer does
   * @throws IllegalArgumentException if the endpoint is not an https address
   */
  public ProbeResult ask(
      Endpoint endpoint,
      Lane lane,
      LaneCredentials credentials,
      Handshake handshake,
      Duration deadline) {
    EndpointAddress address = EndpointAddress.of(endpoint);
    LaneTls tls;
    try {
      tls = prepare(credentials);
    } catch (GeneralSecurityException _) {
      return new ProbeResult.Untrusted(
          "BadCredentials", new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }
    byte[] request = request(address, lane, credentials);
    PhaseTimer timer = new PhaseTimer();
    try (Socket socket = new Socket(Proxy.NO_PROXY);
        Deadlines.Pending _ = deadlines.closeAfter(deadline, socket)) {
      socket.setTcpNoDelay(true);
      socket.connect(address.socket());
      timer.enter(Phase.TLS);
      SSLSocket secured = secure(socket, address, tls.context(handshake));
      timer.enter(Phase.HTTP);
      secured.getOutputStream().write(request);
      int status = StatusLine.read(secured.getInputStream());
      return answered(status, tls, timer.timings());
    } catch (IOException e) {
      return ProbeFailure.of(e, timer, deadline);
    }
  }

  @Override
  public void close() {
    deadlines.close();
  }

  private LaneTls prepare(LaneCredentials credentials) throws GeneralSecurityException {
    synchronized (prepared) {
      LaneTls known = prepared.get(credentials);
      if (known == null) {
        known = LaneTls.of(credentials);
        prepared.put(credentials, known);
      }
      return known;
    }
  }

  private static SSLSocket secure(Socket socket, EndpointAddress address, SSLContext context)
      throws IOException {
    SSLSocket secured =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    socket,
                    address.socket().getAddress().getHostAddress(),
                    address.socket().getPort(),
                    false);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(address.sni());
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private ProbeResult answered(int status, LaneTls tls, Timings timings) {
    // an API server that cannot verify our certificate still completes the handshake, then 401
    boolean ownExpired =
        status == 401
            && tls.clientCertificate()
                .filter(own -> own.getNotAfter().toInstant().isBefore(clock.instant()))
                .isPresent();
    return ownExpired
        ? new ProbeResult.Untrusted("OwnCertificateExpired", timings)
        : new ProbeResult.Answered(status, timings);
  }

  private static byte[] request(EndpointAddress address, Lane lane, LaneCredentials credentials) {
    String path =
        switch (lane) {
          case ADMIN -> "/livez";
          case ORDINARY -> "/api/v1/namespaces/halligan-probe/configmaps/probe";
        };
    String authorization =
        credentials.token() == null ? "" : "Authorization: Bearer " + credentials.token() + "\r\n";
    return ("GET "
            + path
            + " HTTP/1.1\r\n"
            + "Host: "
            + address.host()
            + ":"
            + address.socket().getPort()
            + "\r\n"
            + "User-Agent: halligan-probe\r\n"
            + "Accept: application/json, text/plain\r\n"
            + "Connection: close\r\n"
            + authorization
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
