package dev.halligan.e2e.fleet.played;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The API port of one played cluster: it listens, refuses, or is silent. */
final class ApiPort implements AutoCloseable {
  /** What a knock at the port meets. */
  enum Mode {
    /** A connection. */
    OPEN,
    /** A reset. */
    REFUSING,
    /** Nothing. */
    SILENT
  }

  private static final int BACKLOG = 512;

  private final InetSocketAddress address;
  private final Consumer<Socket> server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private Mode mode = Mode.REFUSING;
  private AutoCloseable listener = () -> {};

  /** {@code server} serves a connection to its end, on a thread of its own. */
  ApiPort(InetSocketAddress address, Consumer<Socket> server) {
    this.address = address;
    this.server = server;
  }

  /** Changes what a knock meets; connections end with it. */
  synchronized void set(Mode wanted) {
    if (wanted == mode) {
      return;
    }
    try {
      listener.close();
      cut(_ -> true);
      listener =
          switch (wanted) {
            case OPEN -> listen();
            case REFUSING -> () -> {};
            case SILENT -> new FullQueue(address);
          };
      mode = wanted;
    } catch (Exception e) {
      throw new IllegalStateException(address + " could not be made " + wanted, e);
    }
  }

  /** Ends the connections of whom it concerns; returns how many. */
  int cut(Predicate<InetAddress> whom) {
    var ended = connections.stream().filter(s -> whom.test(s.getInetAddress())).toList();
    ended.forEach(ApiPort::reset);
    return ended.size();
  }

  int connections() {
    return connections.size();
  }

  /** Closed only when its thread has ended: until then the kernel goes on listening. */
  private AutoCloseable listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(address, BACKLOG);
    Thread thread = Thread.ofVirtual().name("accept " + address).start(() -> accept(socket));
    return () -> {
      socket.close();
      thread.join();
    };
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().name("serve " + address).start(() -> serve(connection));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket connection) {
    connections.add(connection);
    try (connection) {
      server.accept(connection);
    } catch (IOException _) {
      // closed is closed
    } finally {
      connections.remove(connection);
    }
  }

  /** Ends a connection as a fence does, or the kernel for a process that is gone. */
  static void reset(Socket connection) {
    try (connection) {
      connection.setSoLinger(true, 0);
    } catch (IOException _) {
      // closed is closed
    }
  }

  @Override
  public void close() {
    set(Mode.REFUSING);
  }
}
