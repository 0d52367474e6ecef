package dev.halligan.e2e.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Halligan's medians in every scenario, a row each, and the limits they have. */
final class Summary {
  private static final Map<FigureName, String> COLUMNS = columns();

  private Summary() {}

  private static Map<FigureName, String> columns() {
    var columns = new LinkedHashMap<FigureName, String>();
    columns.put(FigureName.DETECTION, "detected");
    columns.put(FigureName.FENCE, "decision to fence");
    columns.put(FigureName.ADMIN_RESTORED, "administrator back");
    columns.put(FigureName.FINISHED, "finished");
    columns.put(FigureName.EVICTIONS, "evicted");
    columns.put(FigureName.RELAPSES, "relapses");
    columns.put(FigureName.OPERATOR_MEMORY, "memory");
    return columns;
  }

  static String heading() {
    return "| drill, medians | recovered | %s |\n|---|---|%s\n"
        .formatted(String.join(" | ", COLUMNS.values()), "---|".repeat(COLUMNS.size()));
  }

  /** The row of one scenario; empty when only baselines were kept. */
  static String row(String scenario, List<DrillResult> ofScenario, Map<String, Double> atMost) {
    List<DrillResult> drills = Table.by(ofScenario, "halligan");
    if (drills.isEmpty()) {
      return "";
    }
    long recovered = drills.stream().filter(DrillResult::recovered).count();
    return "| `%s` | %d of %d | %s |\n"
        .formatted(
            scenario,
            recovered,
            drills.size(),
            COLUMNS.keySet().stream()
                .map(name -> cell(name, drills, atMost))
                .collect(Collectors.joining(" | ")));
  }

  private static String cell(
      FigureName name, List<DrillResult> drills, Map<String, Double> atMost) {
    Double limit = atMost.get(name.key());
    return Table.median(drills, name)
        .map(
            median ->
                limit == null || (limit == 0 && median == 0)
                    ? name.format(median)
                    : "%s %s %s"
                        .formatted(
                            name.format(median), median > limit ? ">" : "≤", name.format(limit)))
        .orElse("–");
  }
}
