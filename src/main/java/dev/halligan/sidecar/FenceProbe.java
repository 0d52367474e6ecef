package dev.halligan.sidecar;

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
 * A process that holds a connection to each target, tries new ones every second, and reports as
 * lines of JSON. It sends no data and holds no credentials.
 */
public final class FenceProbe {
  private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(1).toMillis();

  private final List<Watched> targets;
  private final PrintStream out;

  public FenceProbe(List<InetSocketAddress> targets, PrintStream out) {
    this.targets = targets.stream().map(Watched::new).toList();
    this.out = out;
  }

  /** For {@code java -jar halligan.jar fence-probe ADDRESS:PORT...}; runs until it is stopped. */
  public static void main(List<String> targets) throws InterruptedException {
    var fenceProbe = new FenceProbe(targets.stream().map(FenceProbe::socket).toList(), System.out);
    while (true) {
      fenceProbe.look();
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
  public static String target(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /** Tries every target once, in parallel. */
  public void look() {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<FenceProbeReport>> looks =
          targets.stream().map(t -> executor.submit(t::look)).toList();
      executor.close();
      looks.stream().map(Future::resultNow).map(FenceProbeReport::line).forEach(out::println);
    }
    out.flush();
  }

  /** One target and the connection held to it. */
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

    FenceProbeReport look() {
      var accepts = tryOnce();
      tries++;
      refusedInARow = accepts ? 0 : refusedInARow + 1;
      return new FenceProbeReport(
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

    /** The kernel probes the peer every second, so a cut is noticed within seconds. */
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
          // only the connection matters, not the data
        }
      } catch (IOException cut) {
        // this is the end we wait for
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
