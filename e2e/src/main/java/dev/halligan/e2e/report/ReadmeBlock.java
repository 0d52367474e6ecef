package dev.halligan.e2e.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of README between its two figure marks. */
final class ReadmeBlock {
  static final String START = "<!-- figures -->";
  static final String END = "<!-- /figures -->";

  /** A date, or who acts before it: what a variant of the scenario has measured stays. */
  private static final String EACH = "[0-9an]*.json";

  private ReadmeBlock() {}

  /** README with the block in place of what stood there; refuses a README without the two marks. */
  static String replace(String readme, String block) {
    int start = readme.indexOf(START);
    int end = readme.indexOf(END);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "README.md was left as it is: it has no line "
              + START
              + " followed by "
              + END
              + "; put both where the figures go");
    }
    String inside = block.isBlank() ? "\n" : "\n" + block.strip() + "\n";
    return readme.substring(0, start + START.length()) + inside + readme.substring(end);
  }

  /** A scenario's figures, where they come from and how to measure them again. */
  static String section(
      String scenario, List<DrillResult> drills, Optional<String> picture, String table) {
    String origins =
        drills.stream().map(DrillResult::origin).distinct().collect(Collectors.joining("; "));
    String links =
        "[every sample]("
            + Report.KEPT
            + ")"
            + picture.map(" · [picture](%s)"::formatted).orElse("");
    return """
        ### %s

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
