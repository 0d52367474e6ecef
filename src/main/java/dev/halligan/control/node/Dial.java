package dev.halligan.control.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Whether a TCP connection opens and stays open. */
public final class Dial {
  private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(2).toMillis();

  /**
   * A balancer accepts by itself and hangs up when nobody behind it answers; a server waits for us.
   */
  private static final int STAYS_MILLIS = 300;

  private Dial() {}

  /** Two seconds to open, 300 ms to be hung up on; no name is resolved. */
  public static boolean passes(InetSocketAddress endpoint) {
    try (var socket = new Socket()) {
      socket.connect(endpoint, CONNECT_MILLIS);
      return staysOpen(socket);
    } catch (IOException e) {
      return false;
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
}
