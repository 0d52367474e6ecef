package dev.halligan.probe;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A server on loopback that treats every connection the same way; counts and keeps what came in.
 */
public final class Peer implements AutoCloseable {
  /** What is done with an accepted connection. */
  @FunctionalInterface
  public interface Behaviour {
    /** Runs on a thread of its own; the connection is closed afterwards. */
    void with(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Peer(ServerSocket server) {
    this.server = server;
  }

  /** Listens without TLS. */
  public static Peer plain(Behaviour behaviour) {
    return listening(ServerSocketFactory.getDefault(), behaviour);
  }

  /** Listens with TLS. */
  public static Peer secured(
      TestAuthority authority, TestAuthority.Issued server, Behaviour behaviour) {
    return listening(authority.serverContext(server).getServerSocketFactory(), behaviour);
  }

  /** Answers each request with this text. */
  public static Peer answering(
      TestAuthority authority, TestAuthority.Issued server, String answer) {
    Peer[] self = new Peer[1];
    self[0] =
        secured(
            authority,
            server,
            connection -> {
              self[0].requests.add(readHead(connection.getInputStream()));
              connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            });
    return self[0];
  }

  private static Peer listening(ServerSocketFactory factory, Behaviour behaviour) {
    try {
      ServerSocket server = factory.createServerSocket();
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      Peer peer = new Peer(server);
      Thread.startVirtualThread(() -> peer.accept(behaviour));
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to the empty line that ends a request without a body. */
  public static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  /** The endpoint to ask. */
  public Endpoint endpoint() {
    return new Endpoint("cp-0", "https://127.0.0.1:" + server.getLocalPort(), "kubernetes");
  }

  /** How many connections were accepted. */
  public int connections() {
    return accepted.size();
  }

  /** The requests of an answering peer. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket each : accepted) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        accepted.add(connection);
        Thread.startVirtualThread(() -> serve(behaviour, connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void serve(Behaviour behaviour, Socket connection) {
    try (connection) {
      behaviour.with(connection);
    } catch (IOException | InterruptedException _) {
      // the other side went away: that is what these tests are about
    }
  }
}
