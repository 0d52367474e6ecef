package dev.halligan.e2e.report;

import dev.halligan.e2e.measure.Percentiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Figures as text: for the terminal, one drill or the medians of many, and as Markdown for README.
 */
public final class Table {
  private Table() {}

  /** One drill. */
  public static String of(DrillResult result, Map<String, Double> atMost) {
    var text = new StringBuilder("\n").append(row("figure", "measured", "at most", ""));
    for (FigureName name : FigureName.values()) {
      Double value = result.figures().get(name.key());
      String limit = limit(name, atMost);
      if (value != null) {
        text.append(row(name.label(), name.format(value), limit, verdict(name, value, atMost)));
      } else if (NeverRestored.in(name, List.of(result)).isPresent()) {
        text.append(row(name.label(), NeverRestored.in(name, List.of(result)).get(), limit, ""));
      } else if (!limit.isEmpty() && !result.isBaseline()) {
        text.append(row(name.label(), "not measured", limit, ""));
      }
    }
    text.append("\n");
    result
        .checks()
        .forEach(
            check -> text.append(row(check.name(), check.ok() ? "yes" : "NO", "", check.detail())));
    return text.append("\n").append(end(result)).append("\n").toString();
  }

  private static String end(DrillResult result) {
    if (result.isBaseline()) {
      return result.isGood() ? "measured" : "NOT MEASURED";
    }
    return result.recovered() ? "RECOVERED" : "NOT RECOVERED";
  }

  /** Medians, with the worst of all drills beside them. */
  public static String ofMany(List<DrillResult> results, Map<String, Double> atMost) {
    var text = new StringBuilder("\n");
    text.append(row("all " + results.size() + " drills", "median", "at most", ""));
    for (FigureName name : FigureName.values()) {
      String limit = limit(name, atMost);
      median(results, name)
          .ifPresentOrElse(
              median ->
                  text.append(
                      row(
                          name.label(),
                          name.format(median),
                          limit,
                          (verdict(name, median, atMost) + " ").stripLeading()
                              + "worst "
                              + name.format(worst(results, name))
                              + missing(results, name))),
              () ->
                  NeverRestored.in(name, results)
                      .ifPresent(never -> text.append(row(name.label(), never, limit, ""))));
    }
    if (results.stream().allMatch(DrillResult::isBaseline)) {
      return text.toString();
    }
    long recovered = results.stream().filter(DrillResult::recovered).count();
    return text.append(row("recovered", recovered + " of " + results.size(), "all", "")).toString();
  }

  /** Every figure as a Markdown table, and how many drills ended recovered. */
  public static String markdown(List<DrillResult> ofScenario, Map<String, Double> atMost) {
    List<DrillResult> halligan = by(ofScenario, "halligan");
    long recovered = halligan.stream().filter(DrillResult::recovered).count();
    return markdown(ofScenario, atMost, List.of(FigureName.values()))
        + "| drills that end recovered | all | %s of %s | – | – |%n"
            .formatted(recovered, halligan.size());
  }

  /** Halligan's medians, and the baselines' beside them, as a Markdown table. */
  static String markdown(
      List<DrillResult> ofScenario, Map<String, Double> atMost, List<FigureName> figures) {
    List<DrillResult> halligan = by(ofScenario, "halligan");
    List<DrillResult> none = by(ofScenario, "none");
    List<DrillResult> apf = by(ofScenario, "apf");
    var text = new StringBuilder();
    text.append(
        "| figure | at most | Halligan, median of %s (worst) | nobody acts%s | offender jailed by APF%s |%n"
            .formatted(halligan.size(), count(none), count(apf)));
    text.append("|---|---|---|---|---|\n");
    for (FigureName name : figures) {
      String ours =
          median(halligan, name)
              .map(
                  median ->
                      name.format(median)
                          + " ("
                          + name.format(worst(halligan, name))
                          + missing(halligan, name)
                          + ")")
              .orElse("–");
      text.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  name.label(),
                  limit(name, atMost),
                  ours,
                  baseline(none, name),
                  baseline(apf, name)));
    }
    return text.toString();
  }

  private static String baseline(List<DrillResult> results, FigureName name) {
    return Stream.concat(
            median(results, name).map(name::format).stream(),
            NeverRestored.in(name, results).stream())
        .reduce((median, never) -> median + ", " + never)
        .orElse("–");
  }

  private static String count(List<DrillResult> results) {
    return results.size() > 1 ? ", median of " + results.size() : "";
  }

  static List<DrillResult> by(List<DrillResult> results, String actor) {
    return results.stream().filter(result -> result.actor().equals(actor)).toList();
  }

  static Optional<Double> median(List<DrillResult> results, FigureName name) {
    var median = Percentiles.median(values(results, name));
    return median.isPresent() ? Optional.of(median.getAsDouble()) : Optional.empty();
  }

  private static double worst(List<DrillResult> results, FigureName name) {
    Collection<Double> values = values(results, name);
    return name.isBetterHigh() ? Collections.min(values) : Collections.max(values);
  }

  private static List<Double> values(List<DrillResult> results, FigureName name) {
    return new ArrayList<>(
        results.stream()
            .map(result -> result.figures().get(name.key()))
            .filter(Objects::nonNull)
            .toList());
  }

  /** A median of some drills must not pass for one of all. */
  private static String missing(List<DrillResult> results, FigureName name) {
    int measured = values(results, name).size();
    if (measured == results.size()) {
      return "";
    }
    return NeverRestored.in(name, results)
        .map(never -> ", " + never)
        .orElse(", not measured in " + (results.size() - measured));
  }

  private static String limit(FigureName name, Map<String, Double> atMost) {
    return Optional.ofNullable(atMost.get(name.key())).map(name::format).orElse("");
  }

  private static String verdict(FigureName name, double value, Map<String, Double> atMost) {
    Double limit = atMost.get(name.key());
    return limit != null && value > limit ? "ABOVE" : "";
  }

  private static String row(String label, String value, String limit, String remark) {
    return String.format(Locale.ROOT, "  %-84s %12s %10s  %s", label, value, limit, remark)
            .stripTrailing()
        + "\n";
  }
}
