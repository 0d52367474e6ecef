package dev.halligan.e2e.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The operator as it is shipped: its jar and JVM options, in a process of its own. One that ends by
 * itself is started again, as a kubelet would.
 */
final class OperatorProcess implements AutoCloseable {
  private static final URI HERE = URI.create("http://127.0.0.1:8080/");
  private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(20);
  private static final int TICKS_PER_SECOND = 100;

  private final Supplier<Child> starter;
  private final HttpClient http = HttpClient.newHttpClient();
  private Child child;
  private int restarts;
  private boolean closed;

  private OperatorProcess(Supplier<Child> starter) {
    this.starter = starter;
  }

  static OperatorProcess start(Places places, ControlGroup group, Path kubeconfig) {
    List<String> command =
        List.of(
            places.java().resolve("bin/java").toString(),
            "@" + places.repository().resolve("operator/image/jvm.options"),
            "-jar",
            places.repository().resolve("target/halligan.jar").toString());
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG", kubeconfig.toString(),
            "POD_NAME", "halligan-fleet",
            "POD_NAMESPACE", "halligan");
    Path log = places.work("operator.log");
    OperatorProcess made =
        new OperatorProcess(() -> Child.start(log, environment, group.inside(command)));
    made.begin();
    return made;
  }

  private synchronized void begin() {
    child = starter.get();
    child.onExit(this::again);
  }

  private synchronized void again() {
    if (!closed) {
      restarts++;
      begin();
    }
  }

  /** How often it ended by itself. */
  synchronized int restarts() {
    return restarts;
  }

  private synchronized Child child() {
    return child;
  }

  /** Processor time used so far, in seconds. */
  double cpuSeconds() {
    String[] fields = read("stat").replaceFirst(".*\\) ", "").split(" ");
    return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND;
  }

  /** Memory in use, in MiB. */
  long residentMebibytes() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** What it measures of itself; may take long when it is starved. */
  Scrape scrape() {
    try {
      var request =
          HttpRequest.newBuilder(HERE.resolve("metrics")).timeout(METRICS_TIMEOUT).build();
      return Scrape.parse(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException("the operator does not tell its metrics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(child().pid()), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    synchronized (this) {
      closed = true;
    }
    child().close();
  }
}
