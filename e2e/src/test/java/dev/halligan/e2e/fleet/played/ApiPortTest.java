package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiPortTest {
  private final InetSocketAddress address = free();
  private final CountDownLatch served = new CountDownLatch(1);
  private final ApiPort port = new ApiPort(address, this::serve);

  private void serve(Socket socket) {
    served.countDown();
    try {
      socket.getInputStream().read();
    } catch (IOException _) {
      // cut
    }
  }

  private static InetSocketAddress free() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return (InetSocketAddress) socket.getLocalSocketAddress();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(address, 500);
    return socket;
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void changesAtOnceAndAsOftenAsNeeded() throws IOException {
    for (int i = 0; i < 5; i++) {
      port.set(ApiPort.Mode.OPEN);
      connect().close();
      port.set(ApiPort.Mode.SILENT);
      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this::connect);
      port.set(ApiPort.Mode.REFUSING);
      assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
    }
  }

  @Test
  void cutsOnlyWhomItConcerns() throws Exception {
    port.set(ApiPort.Mode.OPEN);
    try (Socket client = connect()) {
      served.await();
      assertThat(port.cut(_ -> false)).isZero();
      assertThat(port.cut(_ -> true)).isEqualTo(1);
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.getInputStream().read());
    }
  }
}
