package dev.halligan.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Tries TCP connections to an endpoint; never resolves names. */
public final class TcpCheck {
  private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(2).toMillis();

  /**
   * A load balancer accepts by itself and hangs up if no server behind it answers; a server waits.
   */
  private static final int STAYS_MILLIS = 300;

  /** A server that was overloaded a moment ago is slow to answer. */
  private static final int GREETS_MILLIS = (int) Duration.ofSeconds(5).toMillis();

  /** The first byte of a TLS record: an alert, or the server's hello. */
  private static final int ALERT = 21;

  private static final int HANDSHAKE = 22;

  private static final int ANY_PORT = 9;

  private TcpCheck() {}

  /** Whether a connection opens within two seconds. */
  public static boolean opens(InetSocketAddress endpoint) {
    try (var socket = new Socket()) {
      socket.connect(endpoint, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether the connection is refused immediately, as by a fence, or because nothing listens; false
   * if it opens, or if nothing comes back for two seconds.
   */
  public static boolean isRefused(InetSocketAddress endpoint) {
    try (var socket = new Socket()) {
      socket.connect(endpoint, CONNECT_MILLIS);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a connection opens within two seconds and is not closed within 300 ms. */
  public static boolean passes(InetSocketAddress endpoint) {
    try (var socket = new Socket()) {
      socket.connect(endpoint, CONNECT_MILLIS);
      return staysOpen(socket);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether a connection opens within two seconds and answers the start of a TLS handshake within
   * five, which a load balancer cannot do for a server that it does not reach.
   */
  public static boolean greets(InetSocketAddress endpoint) {
    try (var socket = new Socket()) {
      socket.connect(endpoint, CONNECT_MILLIS);
      socket.setSoTimeout(GREETS_MILLIS);
      socket.getOutputStream().write(clientHello());
      var first = socket.getInputStream().read();
      return first == HANDSHAKE || first == ALERT;
    } catch (IOException e) {
      return false;
    }
  }

  /** Our own address for connections to that address, as this machine sees it. Sends nothing. */
  public static Optional<InetAddress> source(String address) {
    try (var socket = new DatagramSocket()) {
      socket.connect(LiteralAddress.of(address, ANY_PORT));
      return Optional.of(socket.getLocalAddress());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean staysOpen(Socket socket) throws IOException {
    socket.setSoTimeout(STAYS_MILLIS);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  private static byte[] clientHello() throws IOException {
    try {
      var engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      var hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      var bytes = new byte[hello.flip().remaining()];
      hello.get(bytes);
      return bytes;
    } catch (GeneralSecurityException e) {
      throw new IOException("this JDK has no TLS", e);
    }
  }
}
