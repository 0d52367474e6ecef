package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** A probe, its credentials, and peers on loopback that behave as badly as they can. */
@Timeout(120)
abstract class ProbedPeer {
  static final Duration PATIENT = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(500);
  static final Duration BEYOND_TLS = Duration.ofSeconds(2);
  static final Duration MARGIN = Duration.ofSeconds(3);
  static final TestAuthority CA = new TestAuthority("ca");
  static final TestAuthority.Issued SERVER = CA.server("kubernetes");
  static final LaneCredentials ADMIN =
      CA.credentials(CA.client("CN=halligan-admin,O=system:masters"));

  final ApiProbe probe = new ApiProbe(Clock.systemUTC());

  @BeforeAll
  static void warmUp() {
    try (ApiProbe probe = new ApiProbe(Clock.systemUTC());
        Peer peer = Peer.answering(CA, SERVER, "HTTP/1.1 200 OK\r\n\r\n")) {
      probe.ask(peer.endpoint(), Lane.ADMIN, ADMIN, Handshake.FULL, PATIENT);
    }
  }

  @AfterEach
  void close() {
    probe.close();
  }

  ProbeResult ask(Peer peer, Lane lane, LaneCredentials credentials, Duration deadline) {
    return inVirtualThread(
        () -> probe.ask(peer.endpoint(), lane, credentials, Handshake.FULL, deadline));
  }

  ProbeResult ask(Endpoint endpoint, Duration deadline) {
    return inVirtualThread(() -> probe.ask(endpoint, Lane.ADMIN, ADMIN, Handshake.FULL, deadline));
  }

  static Endpoint at(String url) {
    return new Endpoint("cp-0", url, null);
  }

  static ProbeResult inVirtualThread(Callable<ProbeResult> question) {
    FutureTask<ProbeResult> task = new FutureTask<>(question);
    Thread.startVirtualThread(task);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  static ProbeResult within(Duration deadline, Supplier<ProbeResult> question) {
    long began = System.nanoTime();
    ProbeResult result = question.get();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(deadline.plus(MARGIN));
    return result;
  }

  static void answer(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  static void trickle(Socket connection, String text) throws IOException {
    OutputStream out = connection.getOutputStream();
    while (true) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      pause(Duration.ofMillis(20));
    }
  }

  static void forever() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
