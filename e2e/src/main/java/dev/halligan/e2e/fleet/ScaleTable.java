package dev.halligan.e2e.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.e2e.lab.Eventually;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the operator costs, by the number of clusters it watches. */
final class ScaleTable {
  private static final Duration WARM_UP = Duration.ofSeconds(90);
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final String LATENESS = "halligan_watch_lateness_seconds";

  /**
   * One line of it.
   *
   * @param cores of processor time the operator used, of the one core it has
   * @param residentMebibytes of memory at the end
   * @param latenessP99Millis upper limit of the bucket in which the 99th percentile lies
   * @param right clusters called Healthy, which all are
   * @param acts what was done, which should be nothing
   * @param fleetCores of processor time that playing the clusters took beside it
   */
  record Line(
      int clusters,
      double cores,
      long residentMebibytes,
      double latenessP99Millis,
      long right,
      String acts,
      double fleetCores) {}

  private final Stage stage;
  private final PrintStream out;

  ScaleTable(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  void print(List<Integer> sizes, Places places) {
    out.println("| clusters | cores | RSS MiB | probe lateness p99 | right verdicts | done |");
    out.println("| --- | --- | --- | --- | --- | --- |");
    List<Line> lines = new ArrayList<>();
    for (int size : sizes) {
      Line line = measure(size);
      lines.add(line);
      out.printf(
          Locale.ROOT,
          "| %d | %.2f | %d | %s | %d of %d | %s |%n",
          line.clusters(),
          line.cores(),
          line.residentMebibytes(),
          Double.isInfinite(line.latenessP99Millis())
              ? "over 3,000 ms"
              : "≤ %.0f ms".formatted(line.latenessP99Millis()),
          line.right(),
          line.clusters(),
          line.acts());
      out.flush();
    }
    Path file = write(places.repository().resolve("e2e/target/results"), lines);
    System.err.println("written to " + file);
  }

  private Line measure(int size) {
    stage.reset();
    stage.have(size);
    Acts before = stage.acts();
    stage.startOperator();
    stage.awaitWell(WARM_UP);
    Scrape first = stage.operator().scrape();
    double cpu = stage.operator().cpuSeconds();
    double own = ownCpuSeconds();
    long began = System.nanoTime();
    Eventually.pause(WINDOW);
    double seconds = (System.nanoTime() - began) / 1e9;
    double cores = (stage.operator().cpuSeconds() - cpu) / seconds;
    double fleetCores = (ownCpuSeconds() - own) / seconds;
    var lateness = stage.operator().scrape().percentileSince(first, LATENESS, 99);
    return new Line(
        size,
        cores,
        stage.operator().residentMebibytes(),
        lateness.orElse(Double.NaN) * 1000,
        stage.standing().with("Healthy"),
        stage.acts().since(before).toString(),
        fleetCores);
  }

  private static double ownCpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  private static Path write(Path folder, List<Line> lines) {
    try {
      Files.createDirectories(folder);
      return Files.write(
          folder.resolve("fleet.json"),
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
