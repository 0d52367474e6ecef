package dev.halligan.driver.node.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes connections like the kernel of a drowned host, and hands them on to a real server only
 * after a while.
 */
final class SlowDoor implements AutoCloseable {
  private final ServerSocket door;
  private final String address;
  private final int behind;
  private final Duration delay;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  SlowDoor(String address, int port, int behind, Duration delay) throws IOException {
    this.door = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
    this.address = address;
    this.behind = behind;
    this.delay = delay;
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var visitor = door.accept();
        open.add(visitor);
        Thread.ofVirtual().start(() -> letThrough(visitor));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void letThrough(Socket visitor) {
    try (visitor) {
      Thread.sleep(delay);
      try (var server = new Socket(InetAddress.ofLiteral(address), behind)) {
        open.add(server);
        var back = Thread.ofVirtual().start(() -> pump(server, visitor));
        pump(visitor, server);
        back.join();
      }
    } catch (IOException | InterruptedException gone) {
      // the visitor has left, or the test is over
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.close();
    } catch (IOException gone) {
      // one of them has left
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
