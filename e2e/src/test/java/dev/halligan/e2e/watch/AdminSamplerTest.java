package dev.halligan.e2e.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Stopwatch;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AdminSamplerTest {
  @Test
  void anAnswerThatIsStillDueIsAwaited() throws Exception {
    var asked = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            mayAnswer.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    var config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    List<LaneSample> samples = new CopyOnWriteArrayList<>();
    var sampler = new AdminSampler(config, new Stopwatch(Instant.now()), samples::add);
    asked.await();
    Thread closing = Thread.startVirtualThread(sampler::close);
    assertThat(samples).isEmpty();
    mayAnswer.countDown();
    closing.join();
    server.stop(0);
    assertThat(samples).isNotEmpty().allMatch(LaneSample::ok);
  }
}
