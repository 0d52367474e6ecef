package dev.halligan.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that are not what today's runner writes when all goes well. */
class OddResultsTest {
  @Test
  void aBaselineThatBrokeOffIsNotSaidToBeNever() {
    var drill = ReportTest.drill("none", 4);
    assertThat(Table.of(drill, Map.of())).contains("never in 115 s").endsWith("\nmeasured\n");
    var broken =
        new DrillResult.Check("the drill ran to its end", false, "the API server never drowned");
    var brokenOff = checked(drill, broken);
    assertThat(brokenOff.isGood()).isFalse();
    assertThat(Table.of(brokenOff, Map.of()))
        .doesNotContain("never in")
        .contains("the API server never drowned")
        .endsWith("\nNOT MEASURED\n");
    assertThat(Table.markdown(List.of(drill, brokenOff), Map.of()))
        .contains("| never in 115 s in 1 of 2 |");
  }

  @Test
  void aDrillThatBrokeOffAtOnceIsWrittenDownAndDrawn(@TempDir Path folder) {
    var figures =
        Figures.of(new Recording(), List.of(), 0, new Figures.Counted(OptionalLong.empty(), 0));
    assertThat(figures).isEmpty();
    var broken =
        new DrillResult(
            "telemetry-storm",
            "halligan",
            "2026-01-02T03:04:05Z",
            "0123456789abcdef",
            new DrillResult.Machine(2, 24_000, "cpu", "Linux 6", "Debian"),
            Map.of("kubernetes", "v1.36.3"),
            false,
            Map.of(),
            figures,
            List.of(new DrillResult.Check("the drill ran to its end", false, "why")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of("answered", 0, "failed", 0),
            0.0,
            List.of(),
            null,
            0L);
    Path json = ResultFiles.write(folder, broken);
    assertThat(ResultFiles.read(json)).isEqualTo(broken);
    assertThat(ResultFiles.draw(json, broken)).exists();
    assertThat(Table.of(broken, Map.of("finishedSeconds", 120.0)))
        .contains("why")
        .endsWith("\nNOT RECOVERED\n");
    assertThat(Recalculation.of(broken)).isEqualTo(broken);
    assertThat(
            Table.markdown(
                List.of(ReportTest.drill("halligan", 93), broken),
                Map.of("finishedSeconds", 120.0)))
        .contains("| drills that end recovered | all | 1 of 2 |");
  }

  @Test
  void aKeptResultIsToldByTodaysRules() {
    var now = ReportTest.drill("none", 4);
    var old = new TreeMap<>(now.figures());
    old.remove("adminSilenceSeconds");
    old.put("relapses", 0.0);
    var kept =
        checked(now.with(Map.of(Mark.ONSET, 5.0), old), new DrillResult.Check("any", true, ""));
    assertThat(kept.evictions()).isNull();
    assertThat(Recalculation.of(kept).figures())
        .containsEntry("adminSilenceSeconds", now.figures().get("adminSilenceSeconds"))
        .containsEntry("shopAvailabilityPercent", 50.0)
        .doesNotContainKeys("evictions", "relapses");
    assertThat(Recalculation.of(now).figures()).containsEntry("evictions", 0.0);
  }

  /** The same drill with one check, and as older results are: without what was added later. */
  private static DrillResult checked(DrillResult drill, DrillResult.Check check) {
    return new DrillResult(
        drill.scenario(),
        drill.actor(),
        drill.startedAt(),
        drill.commit(),
        drill.machine(),
        drill.versions(),
        drill.recovered(),
        drill.marks(),
        drill.figures(),
        List.of(check),
        drill.events(),
        drill.admin(),
        drill.ordinary(),
        drill.operatorMemory(),
        drill.visits(),
        null,
        null,
        null,
        null);
  }
}
