package dev.halligan.e2e.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page with every figure of every scenario. */
final class FigurePage {
  /** A date, or who acts before it: what a variant of the scenario has measured stays. */
  private static final String EACH = "[0-9an]*.json";

  private FigurePage() {}

  static String of(String summary, List<String> sections) {
    return """
    # Figures

    Written by `e2e/drill render` from every drill that is kept, the failed ones too; [e2e/README.md](../e2e/README.md) says how each figure is measured. A median stands before the worst value. Times count from the onset: the ordinary lane's p99 stays above 1 s.

    """
        + summary
        + "\n"
        + String.join("\n", sections);
  }

  /** A scenario's figures, where they come from and how to measure them again. */
  static String section(String scenario, List<DrillResult> drills, boolean drawn, String table) {
    String origins =
        drills.stream().map(DrillResult::origin).distinct().collect(Collectors.joining("; "));
    String links =
        "[every sample](results)"
            + (drawn ? " · [picture](results/%s.svg)".formatted(scenario) : "");
    return """
        ## %s

        Measured at %s · %s. To measure again and show that instead:

        ```sh
        %s
        ```

        %s"""
        .formatted(scenario, origins, links, String.join("\n", commands(scenario, drills)), table);
  }

  /** The drills as they were run, whoever acted, and what puts new ones in their place. */
  private static List<String> commands(String scenario, List<DrillResult> drills) {
    Stream<String> runs =
        Stream.of("halligan", "none", "apf")
            .flatMap(actor -> run(scenario, actor, drills).stream());
    return Stream.concat(
            runs,
            Stream.of(
                "rm %3$s/%2$s-%4$s && mv %1$s/%2$s-%4$s %3$s/ && e2e/drill render"
                    .formatted(ResultFiles.FOLDER, scenario, Report.KEPT, EACH)))
        .toList();
  }

  private static Optional<String> run(String scenario, String actor, List<DrillResult> drills) {
    long times = drills.stream().filter(drill -> drill.actor().equals(actor)).count();
    String baseline = actor.equals("halligan") ? "" : " --baseline " + actor;
    String repeated = times > 1 ? " --times " + times : "";
    return times == 0
        ? Optional.empty()
        : Optional.of("e2e/drill " + scenario + baseline + repeated);
  }
}
