package dev.halligan.probe;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server inside this process that the same code probes as every API server. It has nothing
 * else to do, so its response time is this process's own: any other probe takes at least as long.
 */
public final class Canary implements AutoCloseable {
  /** The deadline of a probe. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  private static final int REQUEST_AT_MOST = 1024;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ApiProbe probe;
  private final SSLServerSocket server;
  private final LaneCredentials credentials;
  private final Endpoint endpoint;

  private Canary(ApiProbe probe, SSLServerSocket server, CanaryCertificate certificate)
      throws GeneralSecurityException {
    this.probe = probe;
    this.server = server;
    this.credentials = new LaneCredentials(certificate.pem(), null, null, "canary");
    this.endpoint =
        new Endpoint(
            "canary", "https://127.0.0.1:" + server.getLocalPort(), CanaryCertificate.SERVER_NAME);
  }

  /**
   * Listens on a free port of the loopback address.
   *
   * @throws IOException if no port can be opened
   */
  public static Canary open(ApiProbe probe, Clock clock) throws IOException {
    try {
      CanaryCertificate certificate = CanaryCertificate.make(clock.instant());
      SSLServerSocket server =
          (SSLServerSocket)
              certificate
                  .serverContext()
                  .getServerSocketFactory()
                  .createServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
      Canary canary = new Canary(probe, server, certificate);
      Thread.ofVirtual().name("canary").start(canary::serve);
      return canary;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS with elliptic curves", e);
    }
  }

  /** Probes once; returns the response time, 3 s or more if no answer came. */
  public Duration ask() {
    ProbeResult result = probe.ask(endpoint, Lane.ORDINARY, credentials, Handshake.FULL, DEADLINE);
    Duration total = result.timings().total();
    return result instanceof ProbeResult.Answered || total.compareTo(DEADLINE) > 0
        ? total
        : DEADLINE;
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) server.accept();
        Thread.ofVirtual().name("canary").start(() -> answer(socket));
      } catch (IOException _) {
        // closed, or the client went away: the loop's condition decides
      }
    }
  }

  private static void answer(SSLSocket socket) {
    try (socket) {
      socket.setSoTimeout((int) DEADLINE.toMillis());
      socket.getInputStream().read(new byte[REQUEST_AT_MOST]);
      socket.getOutputStream().write(ANSWER);
    } catch (IOException _) {
      // the probe measures it
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
