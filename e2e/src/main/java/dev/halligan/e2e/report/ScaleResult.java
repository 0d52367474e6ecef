package dev.halligan.e2e.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an operator with one core costs, by the number of healthy clusters it watches. */
public record ScaleResult(
    String startedAt, String commit, DrillResult.Machine machine, List<Line> lines) {
  /** Where the published one lies, in the folder of kept results. */
  static final String KEPT = Report.KEPT + "/fleet/scale.json";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * One size of the fleet.
   *
   * @param healthyAfterSeconds from the operator's start until every cluster was called Healthy;
   *     null if that took longer than {@code waitedSeconds}
   * @param cores of processor time that the operator used in the 30 s after that
   * @param residentMebibytes of memory at the end
   * @param latenessP99Millis upper limit of the bucket in which the 99th percentile lies
   * @param right clusters called Healthy at the end
   * @param acts what was done to the clusters, which should be nothing
   * @param fleetCores of processor time that playing the clusters took
   */
  public record Line(
      int clusters,
      Double healthyAfterSeconds,
      long waitedSeconds,
      double cores,
      long residentMebibytes,
      double latenessP99Millis,
      long right,
      String acts,
      double fleetCores) {

    public String markdown() {
      return String.format(
          Locale.ROOT,
          "| %d | %s | %.2f | %d | %s | %d of %d | %s |",
          clusters,
          healthyAfterSeconds == null
              ? "not in %d s".formatted(waitedSeconds)
              : "%.0f s".formatted(healthyAfterSeconds),
          cores,
          residentMebibytes,
          Double.isInfinite(latenessP99Millis)
              ? "over 3,000 ms"
              : String.format(Locale.ROOT, "≤ %.0f ms", latenessP99Millis),
          right,
          clusters,
          acts);
    }
  }

  public static String heading() {
    return """
        | clusters | all called healthy after | cores | RSS MiB | probe lateness p99 | right verdicts | done |
        | --- | --- | --- | --- | --- | --- | --- |""";
  }

  /** The section on the page of figures; empty if no table is kept. */
  static Optional<String> section(Path repository) {
    Path file = repository.resolve(KEPT);
    return Files.exists(file) ? Optional.of(read(file).section()) : Optional.empty();
  }

  private String section() {
    String sizes =
        lines.stream().map(l -> String.valueOf(l.clusters())).collect(Collectors.joining(","));
    String rows = lines.stream().map(Line::markdown).collect(Collectors.joining("\n"));
    return """
        ## Watching many clusters

        Every cluster is healthy. The operator has one core. Cores and lateness are those of the 30 s after all were called healthy, or after the wait. Measured at commit %s, %s. To measure again and show that instead:

        ```sh
        e2e/fleet --clusters %s
        mkdir -p docs/results/fleet && mv e2e/target/results/scale.json %s && e2e/drill render
        ```

        %s
        %s
        """
        .formatted(
            commit.replaceFirst("^([0-9a-f]{10})[0-9a-f]+", "$1"),
            machine.kernel(),
            sizes,
            KEPT,
            heading(),
            rows);
  }

  private static ScaleResult read(Path file) {
    try {
      return JSON.readValue(file.toFile(), ScaleResult.class);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is not a table of e2e/fleet --clusters", e);
    }
  }

  /** Writes it where drills leave their results too, and returns the file. */
  public Path write(Path repository) {
    Path file = repository.resolve(ResultFiles.FOLDER).resolve("scale.json");
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
