package dev.halligan.e2e.fleet;

import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.report.Provenance;
import dev.halligan.e2e.report.ScaleResult;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures what the operator costs, by the number of clusters it watches. */
final class ScaleTable {
  /** A JVM on one core compiles for minutes when it starts to watch hundreds. */
  private static final Duration WARM_UP = Duration.ofSeconds(300);

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final String LATENESS = "halligan_watch_lateness_seconds";

  private final Stage stage;
  private final PrintStream out;

  ScaleTable(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  void print(List<Integer> sizes, Places places) {
    String startedAt = Instant.now().toString();
    out.println(ScaleResult.heading());
    List<ScaleResult.Line> lines = new ArrayList<>();
    for (int size : sizes) {
      ScaleResult.Line line = measure(size);
      lines.add(line);
      out.println(line.markdown());
      out.flush();
    }
    var result =
        new ScaleResult(startedAt, Provenance.builtCommit(), Provenance.thisMachine(), lines);
    System.err.println("written to " + result.write(places.repository()));
  }

  private ScaleResult.Line measure(int size) {
    stage.reset();
    stage.have(size);
    Acts before = stage.acts();
    long started = System.nanoTime();
    stage.startOperator();
    Double healthyAfter = stage.awaitWell(WARM_UP) ? secondsSince(started) : null;
    Optional<Scrape> first = scrape();
    double cpu = stage.operator().cpuSeconds();
    double own = ownCpuSeconds();
    long began = System.nanoTime();
    Eventually.pause(WINDOW);
    double seconds = secondsSince(began);
    double cores = (stage.operator().cpuSeconds() - cpu) / seconds;
    double fleetCores = (ownCpuSeconds() - own) / seconds;
    double lateness = first.flatMap(this::latenessSince).orElse(Double.POSITIVE_INFINITY);
    return new ScaleResult.Line(
        size,
        healthyAfter,
        WARM_UP.toSeconds(),
        cores,
        stage.operator().residentMebibytes(),
        lateness * 1000,
        stage.standing().with("Healthy"),
        stage.acts().since(before) + restarts(),
        fleetCores);
  }

  /** Empty if the operator has no time for its metrics either. */
  private Optional<Scrape> scrape() {
    try {
      return Optional.of(stage.operator().scrape());
    } catch (UncheckedIOException _) {
      return Optional.empty();
    }
  }

  private Optional<Double> latenessSince(Scrape first) {
    return scrape()
        .map(later -> later.percentileSince(first, LATENESS, 99).orElse(Double.POSITIVE_INFINITY));
  }

  private String restarts() {
    int restarts = stage.operator().restarts();
    return restarts == 0 ? "" : "; the operator ended %d times".formatted(restarts);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static double ownCpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }
}
