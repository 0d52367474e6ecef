package dev.halligan.control.pods;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * A process that holds a connection to each target and tries new ones every second, and tells what
 * it sees as lines of JSON. It sends nothing and holds no credentials.
 */
public final class Sentry {
  private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(1).toMillis();

  private final List<Watched> targets;
  private final PrintStream out;

  public Sentry(List<InetSocketAddress> targets, PrintStream out) {
    this.targets = targets.stream().map(Watched::new).toList();
    this.out = out;
  }

  /** For {@code java -jar halligan.jar sentry ADDRESS:PORT...}; ends when it is stopped. */
  public static void main(List<String> targets) throws InterruptedException {
    var sentry = new Sentry(targets.stream().map(Sentry::socket).toList(), System.out);
    while (true) {
      sentry.look();
      TimeUnit.SECONDS.sleep(1);
    }
  }

  static InetSocketAddress socket(String target) {
    var colon = target.lastIndexOf(':');
    var host = target.substring(0, colon).replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(
        InetAddress.ofLiteral(host), Integer.parseInt(target.substring(colon + 1)));
  }

  /** An address and a port as {@link #main} takes them. */
  static String target(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /** One try of every target, all at once. */
  public void look() {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Sighting>> looks = targets.stream().map(t -> executor.submit(t::look)).toList();
      executor.close();
      looks.stream().map(Future::resultNow).map(Sighting::line).forEach(out::println);
    }
    out.flush();
  }

  /** One target and the connection that is held to it. */
  private static final class Watched {
    private final InetSocketAddress target;
    private volatile boolean holds;
    private boolean held;
    private int tries;
    private int refusedInARow;
    private String self;

    Watched(InetSocketAddress target) {
      this.target = target;
    }

    Sighting look() {
      var accepts = tryOnce();
      tries++;
      refusedInARow = accepts ? 0 : refusedInARow + 1;
      return new Sighting(
          target(target.getAddress().getHostAddress(), target.getPort()),
          self,
          holds,
          held,
          accepts,
          tries,
          refusedInARow);
    }

    private boolean tryOnce() {
      var socket = new Socket();
      try {
        socket.connect(target, CONNECT_MILLIS);
        self = socket.getLocalAddress().getHostAddress();
        if (held) {
          socket.close();
        } else {
          hold(socket);
        }
        return true;
      } catch (IOException e) {
        close(socket);
        return false;
      }
    }

    /** The kernel asks every second whether the other end is there: a cut is felt in seconds. */
    private void hold(Socket socket) throws IOException {
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 1);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
      held = true;
      holds = true;
      Thread.ofVirtual().name("holds").start(() -> waitForEnd(socket));
    }

    private void waitForEnd(Socket socket) {
      try (socket) {
        while (socket.getInputStream().read() >= 0) {
          // what a server says is of no interest, only that it is there
        }
      } catch (IOException cut) {
        // that is what is waited for
      }
      holds = false;
    }

    private static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // it was never open
      }
    }
  }
}
