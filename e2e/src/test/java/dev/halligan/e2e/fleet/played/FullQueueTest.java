package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class FullQueueTest {
  @Test
  void whoKnocksHearsNothing() throws IOException {
    InetSocketAddress address = free();
    try (FullQueue _ = new FullQueue(address);
        Socket socket = new Socket()) {
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.connect(address, 500));
    }
  }

  private static InetSocketAddress free() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }
}
