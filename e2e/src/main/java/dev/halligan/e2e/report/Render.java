package dev.halligan.e2e.report;

import dev.halligan.e2e.cast.Scenario;
import dev.halligan.e2e.lab.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the pictures and README's tables from the kept results, and from nothing else. */
public final class Render {
  private final Path repository;
  private final Path results;

  public Render(Path repository) {
    this.repository = repository;
    this.results = repository.resolve("docs/results");
  }

  public void run() {
    TreeMap<String, List<DrillResult>> byScenario =
        ResultFiles.readAll(results).stream()
            .collect(
                Collectors.groupingBy(DrillResult::scenario, TreeMap::new, Collectors.toList()));
    var block = new StringBuilder();
    // telemetry-storm, the incident, comes first
    byScenario
        .descendingMap()
        .forEach((scenario, drills) -> block.append(section(scenario, drills)));
    try {
      Path readme = repository.resolve("README.md");
      if (Files.exists(readme)) {
        Files.writeString(readme, ReadmeBlock.replace(Files.readString(readme), block.toString()));
        System.out.println("README.md: figures written");
      } else {
        System.out.println(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String section(String scenario, List<DrillResult> drills) {
    Map<String, Double> atMost =
        Scenario.read(repository.resolve("e2e/scenarios"), scenario).atMost();
    Picture.of(scenario, drills).ifPresent(svg -> draw(scenario, svg));
    String command =
        "Measured by `e2e/drill %s`, the figures and the picture made by `e2e/drill render`."
            .formatted(scenario);
    String picture = "![%s: latency over time](docs/results/%s.png)".formatted(scenario, scenario);
    return "### %s%n%n%s%n%n%s%n%n%s%n"
        .formatted(scenario, command, Table.markdown(drills, atMost), picture);
  }

  private void draw(String scenario, String svg) {
    Path file = results.resolve(scenario + ".svg");
    Path png = results.resolve(scenario + ".png");
    try {
      Files.writeString(file, svg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Shell.run(
            Duration.ofSeconds(60),
            "",
            List.of("rsvg-convert", "--zoom", "1.5", "--output", png.toString(), file.toString()))
        .orThrow("making " + png.getFileName());
    System.out.println(file + " and " + png.getFileName());
  }
}
