package dev.halligan.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HealthServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HealthServer.start(0, () -> List.of("watch/eu-1"), List::of, () -> "halligan_leader 1\n");
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void aStuckLoopFailsLivenessAndIsNamed() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/livez").body()).isEqualTo("watch/eu-1\n");
  }

  @Test
  void nothingMissingIsReady() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreServedAsText() throws Exception {
    var answer = get("/metrics");

    assertThat(answer.body()).isEqualTo("halligan_leader 1\n");
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).contains("version=0.0.4");
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
