package dev.halligan.e2e.watch;

import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Stopwatch;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An administrator who runs {@code kubectl get namespaces} twice a second from this machine: a new
 * connection each time, whether or not the last one was answered, so that a slow answer does not
 * hide the ones behind it.
 */
public final class AdminSampler implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Config config;
  private final HttpRequest question;
  private final Stopwatch watch;

  public AdminSampler(Config superAdmin, Stopwatch watch, Consumer<LaneSample> samples) {
    this.config = superAdmin;
    this.watch = watch;
    this.question =
        HttpRequest.newBuilder(
                URI.create(superAdmin.getMasterUrl()).resolve("/api/v1/namespaces?limit=500"))
            .timeout(REQUEST_TIMEOUT)
            .build();
    timer.scheduleAtFixedRate(
        () -> requests.execute(() -> ask().ifPresent(samples)),
        0,
        EVERY.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Empty when the drill is killed meanwhile: that says nothing of the API server. */
  private Optional<LaneSample> ask() {
    Instant sent = Instant.now();
    String outcome;
    try {
      outcome = send();
    } catch (HttpTimeoutException _) {
      outcome = "timed out";
    } catch (ConnectException _) {
      outcome = "refused";
    } catch (IOException | GeneralSecurityException e) {
      outcome = "broken: " + e.getClass().getSimpleName();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    double took = Duration.between(sent, Instant.now()).toNanos() / 1e6;
    return Optional.of(new LaneSample(watch.at(sent), took, outcome.equals("200"), outcome));
  }

  private String send() throws IOException, InterruptedException, GeneralSecurityException {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(SSLUtils.sslContext(config))
            .connectTimeout(REQUEST_TIMEOUT)
            .build();
    try {
      return Integer.toString(client.send(question, BodyHandlers.ofByteArray()).statusCode());
    } finally {
      client.shutdownNow();
    }
  }

  /**
   * Sends nothing more, and waits for the answers that are still due: to drop them would leave out
   * the slowest.
   */
  @Override
  public void close() {
    timer.shutdownNow();
    requests.shutdown();
    try {
      // one patience for the connection and one for the answer
      requests.awaitTermination(2 * REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    requests.shutdownNow();
  }
}
