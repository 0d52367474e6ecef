package dev.halligan.e2e.report;

import dev.halligan.e2e.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What README, the page of figures and the pictures have to show, worked out from the kept results
 * and nothing else.
 *
 * @param block what stands between README's figure marks: the figures of the incident that matter
 *     most, beside their baselines
 * @param page every scenario in a row, then every figure of each, as {@link #PAGE}
 * @param pictures SVG by its path in the repository
 */
record Report(String block, String page, Map<String, String> pictures) {
  /** Results that are kept; those of ordinary drills are not among them. */
  static final String KEPT = "docs/results";

  static final String PAGE = "docs/figures.md";

  private static final String INCIDENT = "telemetry-storm";

  /** What people ask first, and all that a baseline can have. */
  private static final List<FigureName> IN_README =
      List.of(
          FigureName.ADMIN_RESTORED,
          FigureName.ADMIN_MEDIAN,
          FigureName.FINISHED,
          FigureName.ORDINARY_FAILED);

  private static final Comparator<String> INCIDENT_FIRST =
      Comparator.comparing((String name) -> !name.equals(INCIDENT))
          .thenComparing(Comparator.naturalOrder());

  /** Reads the repository's kept results and the limits of their scenarios. */
  static Report of(Path repository) {
    TreeMap<String, List<DrillResult>> byScenario =
        ResultFiles.readAll(repository.resolve(KEPT)).stream()
            .map(Recalculation::of)
            .collect(
                Collectors.groupingBy(
                    DrillResult::scenario,
                    () -> new TreeMap<>(INCIDENT_FIRST),
                    Collectors.toList()));
    var pictures = new TreeMap<String, String>();
    var sections = new ArrayList<String>();
    var rows = new StringBuilder();
    var incident = new StringBuilder();
    byScenario.forEach(
        (name, drills) -> {
          Optional<String> svg = Picture.of(name, drills);
          svg.ifPresent(drawn -> pictures.put(KEPT + "/" + name + ".svg", drawn));
          var atMost = Scenario.read(repository.resolve("e2e/scenarios"), name).atMost();
          String table = Table.markdown(drills, atMost);
          sections.add(FigurePage.section(name, drills, svg.isPresent(), table));
          rows.append(Summary.row(name, drills, atMost));
          incident.append(name.equals(INCIDENT) ? Table.markdown(drills, atMost, IN_README) : "");
        });
    ScaleResult.section(repository).ifPresent(sections::add);
    return new Report(
        incident.toString(),
        sections.isEmpty()
            ? ""
            : FigurePage.of(rows.isEmpty() ? "" : Summary.heading() + rows, sections),
        pictures);
  }

  /** Files of the repository that show something else; the PNG of a picture has to be there. */
  List<String> stale(Path repository) {
    var stale = new ArrayList<String>();
    String readme = text(repository.resolve("README.md"));
    if (!readme.equals(ReadmeBlock.replace(readme, block))) {
      stale.add("README.md");
    }
    if (!page.equals(text(repository.resolve(PAGE)))) {
      stale.add(PAGE);
    }
    pictures.forEach(
        (file, svg) -> {
          if (!svg.equals(text(repository.resolve(file)))) {
            stale.add(file);
          }
          if (!Files.exists(repository.resolve(png(file)))) {
            stale.add(png(file));
          }
        });
    return stale;
  }

  static String png(String svg) {
    return svg.replaceAll("svg$", "png");
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
