package dev.halligan.e2e.report;

import dev.halligan.e2e.measure.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Drills one below the other on the same axes. */
final class Picture {
  private static final double WIDTH = 1000;
  private static final double HEADER = 74;
  private static final double FOOTER = 44;

  private Picture() {}

  /**
   * A scenario: Halligan's drill with the median time to finish, and below it the last baseline of
   * each kind; empty without a drill.
   */
  static Optional<String> of(String scenario, List<DrillResult> results) {
    Optional<DrillResult> typical = typical(results);
    if (typical.isEmpty()) {
      return Optional.empty();
    }
    List<DrillResult> drawn = new ArrayList<>(List.of(typical.get()));
    last(results, "none").ifPresent(drawn::add);
    last(results, "apf").ifPresent(drawn::add);
    return Optional.of(draw(scenario, drawn, "the measured drill of median length, "));
  }

  /** One drill, however it ended. */
  static String of(DrillResult result) {
    return draw(result.scenario(), List.of(result), "");
  }

  private static String draw(String scenario, List<DrillResult> drawn, String which) {
    double end = drawn.stream().mapToDouble(Picture::end).max().orElseThrow();
    double height = HEADER + FOOTER;
    for (DrillResult result : drawn) {
      height += Panel.heightOf(result);
    }
    var svg = new Svg(WIDTH, height);
    header(svg, scenario);
    double top = HEADER;
    for (DrillResult result : drawn) {
      new Panel(svg, result, top, end).draw();
      top += Panel.heightOf(result);
    }
    DrillResult first = drawn.getFirst();
    String day = first.startedAt().substring(0, 10);
    String words = which + day + ", " + first.origin();
    svg.text(70, height - 8, "font-size='11' fill='#777'", words);
    return svg.toString();
  }

  /** Seconds since the onset that are worth showing, at most three minutes. */
  private static double end(DrillResult result) {
    double onset = result.marks().getOrDefault(Mark.ONSET, 0.0);
    return Math.min(180, result.marks().getOrDefault(Mark.FINISHED, onset + 170) - onset + 10);
  }

  static Optional<DrillResult> typical(List<DrillResult> results) {
    List<DrillResult> sorted =
        results.stream()
            .filter(result -> !result.isBaseline() && result.recovered())
            .sorted(
                Comparator.comparing(
                    r -> r.figures().getOrDefault(FigureName.FINISHED.key(), Double.MAX_VALUE)))
            .toList();
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2));
  }

  private static Optional<DrillResult> last(List<DrillResult> results, String actor) {
    return results.stream().filter(r -> r.actor().equals(actor)).reduce((_, later) -> later);
  }

  private static void header(Svg svg, String scenario) {
    svg.text(
        70,
        30,
        "font-size='19' font-weight='bold' fill='#222'",
        "An API server drowns: " + scenario);
    svg.circle(new Svg.Point(76, 51), 3.5, "fill='" + Panel.ADMIN + "'");
    svg.text(86, 55, "font-size='13' fill='#444'", "administrator's get namespaces");
    svg.circle(new Svg.Point(316, 51), 3.5, "fill='" + Panel.ORDINARY + "'");
    svg.text(326, 55, "font-size='13' fill='#444'", "an ordinary client on a worker");
    svg.text(560, 55, "font-size='13' fill='#444'", "× no answer");
  }
}
