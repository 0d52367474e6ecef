package dev.halligan.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.probe.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TcpCheckTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** What is done with a connection after it was accepted. */
  @FunctionalInterface
  private interface Peer {
    void meet(Socket socket) throws Exception;
  }

  @Test
  void aServerGreets() throws Exception {
    var authority = new TestAuthority("ca");
    var context = authority.serverContext(authority.server("kubernetes"));
    try (var server = context.getServerSocketFactory().createServerSocket(0, 5, LOOPBACK)) {
      var met = meeting(server, socket -> socket.getInputStream().read());

      assertThat(TcpCheck.greets(at(server))).isTrue();
      met.join();
    }
  }

  @Test
  void aBalancerThatHangsUpLateOpensButDoesNotGreet() throws Exception {
    try (var balancer = new ServerSocket(0, 5, LOOPBACK)) {
      Peer late =
          socket -> {
            TimeUnit.MILLISECONDS.sleep(600);
            socket.close();
          };
      var met = meeting(balancer, late);
      assertThat(TcpCheck.passes(at(balancer))).isTrue();
      met.join();

      met = meeting(balancer, late);
      assertThat(TcpCheck.greets(at(balancer))).isFalse();
      met.join();
    }
  }

  @Test
  void aShutPortDoesNothing() throws IOException {
    InetSocketAddress shut;
    try (var server = new ServerSocket(0, 5, LOOPBACK)) {
      shut = at(server);
      assertThat(TcpCheck.opens(shut)).isTrue();
    }
    assertThat(TcpCheck.opens(shut)).isFalse();
    assertThat(TcpCheck.passes(shut)).isFalse();
    assertThat(TcpCheck.greets(shut)).isFalse();
  }

  @Test
  void knowsWhereWeComeFrom() {
    assertThat(TcpCheck.source("127.0.0.1")).contains(LOOPBACK);
  }

  private static Thread meeting(ServerSocket server, Peer peer) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (var socket = server.accept()) {
                peer.meet(socket);
              } catch (Exception endOfTheMeeting) {
                // the other side has seen enough
              }
            });
  }

  private static InetSocketAddress at(ServerSocket server) {
    return new InetSocketAddress(LOOPBACK, server.getLocalPort());
  }
}
