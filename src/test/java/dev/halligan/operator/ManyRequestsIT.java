package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.operator.store.FinishedMark;
import dev.halligan.operator.store.History;
import dev.halligan.operator.store.RequestFactory;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Years of history, as a version before this one left it, and the JVM as it is shipped. */
@ExtendWith(WithApiServer.class)
@Timeout(700)
class ManyRequestsIT {
  private static final int REQUESTS = 3_000;
  private static final int CLUSTERS = 6;
  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  /** A hundred in five seconds at most, so that cleaning is no load. */
  private static final Duration CLEANING = Duration.ofSeconds(300);

  private static final long POD_LIMIT_KIB = 384 * 1024;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private KubernetesClient client;
  private String namespace;
  private Process operator;

  @AfterEach
  void end() {
    if (operator != null) {
      operator.destroyForcibly();
    }
  }

  @Test
  void neitherStartNorDecisionDiesOfThemAndTheyAreCleaned(ApiServer server, @TempDir Path folder)
      throws Exception {
    client = server.client();
    namespace = server.newNamespace();
    Instant old = Instant.now().minus(Duration.ofDays(30));
    try (ExecutorService makers = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < REQUESTS; i++) {
        int each = i;
        makers.execute(() -> store(each, old.plusSeconds(each)));
      }
    }
    assertThat(count()).isEqualTo(REQUESTS);

    operator = fork(server, folder);
    await().atMost(TIMEOUT).until(() -> isReady());
    // as a watch does: a server that is busy with the start is asked again in the next round
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofSeconds(3))
        .until(() -> isRequested("eu-new") || decide("eu-new"));

    await()
        .atMost(CLEANING)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> count() == CLUSTERS * History.DEFAULT.recoveries() + 1);
    assertThat(operator.isAlive()).isTrue();
    assertThat(peakKib()).isLessThan(POD_LIMIT_KIB);
  }

  /** A third as an operator left them that knew no mark. */
  private void store(int number, Instant at) {
    RecoveryRequest request = Requests.ended("old-" + number, "eu-" + number % CLUSTERS, at);
    if (number % 3 == 0) {
      request.getMetadata().getLabels().remove(FinishedMark.LABEL);
    }
    Requests.store(client, namespace, request);
  }

  private Process fork(ApiServer server, Path folder) throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, server.kubeconfig());
    ProcessBuilder java =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "@operator/image/jvm.options",
            "-cp",
            System.getProperty("java.class.path"),
            ShippedOperator.class.getName());
    java.environment().put("KUBECONFIG", kubeconfig.toString());
    java.environment().put("POD_NAMESPACE", namespace);
    java.environment().put("HALLIGAN_PORT", "0");
    Process started = java.redirectErrorStream(true).start();
    Thread.startVirtualThread(() -> started.inputReader().lines().forEach(said::add));
    return started;
  }

  /** Tells it to; what comes of it is seen later. */
  private boolean decide(String cluster) throws IOException {
    var in = operator.outputWriter();
    in.write(cluster + "\n");
    in.flush();
    return false;
  }

  private boolean isRequested(String cluster) {
    return !client
        .resources(RecoveryRequest.class)
        .inNamespace(namespace)
        .withLabel(RequestFactory.CLUSTER_LABEL, cluster)
        .list()
        .getItems()
        .isEmpty();
  }

  private String found(String word) {
    assertThat(operator.isAlive()).as("the operator died: %s", tail()).isTrue();
    return said.stream().filter(line -> line.startsWith(word + " ")).findFirst().orElse("");
  }

  private String tail() {
    return said.stream().skip(Math.max(0, said.size() - 20)).collect(Collectors.joining("\n"));
  }

  private boolean isReady() throws InterruptedException {
    String port = found("port");
    if (port.isEmpty()) {
      return false;
    }
    URI uri = URI.create("http://127.0.0.1:" + port.substring("port ".length()) + "/readyz");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private long count() {
    var page =
        client
            .resources(RecoveryRequest.class)
            .inNamespace(namespace)
            .list(new ListOptionsBuilder().withLimit(1L).build());
    Long more = page.getMetadata().getRemainingItemCount();
    return page.getItems().size() + (more == null ? 0 : more);
  }

  /** As Linux counts it, pages of libraries included. */
  private long peakKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + operator.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
