package dev.halligan.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Visit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Map<String, Double> AT_MOST =
      Map.of("finishedSeconds", 120.0, "fenceSeconds", 3.0);

  /** Onset at 5 s, fence at 20 s, admin back one second later, finished at {@code finished}. */
  static DrillResult drill(String actor, double finished) {
    var recording = new Recording();
    recording.mark(Mark.ONSET, 5);
    for (double at = -10; at < 120; at += 0.5) {
      boolean drowned = at >= 5 && at < (actor.equals("halligan") ? 20 : 500);
      recording.admin(new LaneSample(at, drowned ? 4_000 : 90, true, "200"));
      recording.ordinary(
          new LaneSample(at, drowned ? 5_000 : 30, !drowned, drowned ? "timed out" : "200"));
    }
    if (actor.equals("halligan")) {
      recording.mark(Mark.DETECTED, 17);
      recording.mark(Mark.DECIDED, 17.5);
      recording.mark(Mark.FENCED, 20);
      recording.mark(Mark.ADMIN_RESTORED, 21);
      recording.mark(Mark.FINISHED, finished);
    }
    recording.memory(new Recording.Memory(3, 200 << 20));
    recording.event(new Recording.Event(5, "onset: \"slow\" & <bad>"));
    var visits = List.of(new Visit(6, true), new Visit(7, false));
    var figures = Figures.of(recording, visits, 120, new Figures.Counted(OptionalLong.of(0), 0));
    return new DrillResult(
        "telemetry-storm",
        actor,
        "2026-01-02T03:04:0" + (int) (finished % 10) + "Z",
        "0123456789abcdef",
        new DrillResult.Machine(2, 24_000, "cpu", "Linux 6", "Debian"),
        Map.of("kubernetes", "v1.36.3"),
        actor.equals("halligan"),
        recording.marks(),
        figures,
        List.of(new DrillResult.Check("fence gone", true, "")),
        recording.events(),
        recording.admin(),
        recording.ordinary(),
        recording.memory(),
        Map.of("answered", 1),
        120.0,
        Visit.tally(visits),
        List.of(),
        0L);
  }

  @Test
  void figuresAreSpansBetweenMarks() {
    var figures = drill("halligan", 93).figures();
    assertThat(figures)
        .containsEntry("detectionSeconds", 12.0)
        .containsEntry("fenceSeconds", 2.5)
        .containsEntry("adminRestoredSeconds", 16.0)
        .containsEntry("finishedSeconds", 88.0)
        .containsEntry("shopAvailabilityPercent", 50.0)
        .containsEntry("operatorMemoryMiB", 200.0)
        .containsEntry("adminMedianMs", 90.0);
  }

  @Test
  void whatWasNotMeasuredIsAbsent() {
    assertThat(drill("none", 0).figures())
        .doesNotContainKeys(
            "finishedSeconds", "fenceSeconds", "adminRestoredSeconds", "adminRefused")
        .containsEntry("adminMedianMs", 4_000.0);
  }

  @Test
  void anAdministratorServedOnceTheOffenderIsGoneWasNotRestored() {
    assertThat(Figures.stillFiring(Map.of(Mark.ADMIN_RESTORED, 21.0, Mark.CULPRIT_GONE, 50.0)))
        .isTrue();
    assertThat(Figures.stillFiring(Map.of(Mark.ADMIN_RESTORED, 21.0))).isTrue();
    assertThat(Figures.stillFiring(Map.of(Mark.CULPRIT_GONE, 50.0))).isFalse();

    var recording = new Recording();
    recording.mark(Mark.ONSET, 5);
    recording.mark(Mark.ADMIN_RESTORED, 21);
    recording.mark(Mark.CULPRIT_GONE, 20.5);
    assertThat(Figures.of(recording, List.of(), 60, new Figures.Counted(OptionalLong.empty(), 0)))
        .doesNotContainKey("adminRestoredSeconds")
        .containsEntry("culpritGoneSeconds", 15.5);
  }

  @Test
  void aDrillReadBackIsTheSame(@TempDir Path folder) {
    var drill = drill("halligan", 93);
    Path file = ResultFiles.write(folder, drill);
    assertThat(file).hasFileName("telemetry-storm-20260102-030403.json");
    assertThat(ResultFiles.read(file)).isEqualTo(drill);
    assertThat(ResultFiles.write(folder, drill("none", 4)))
        .hasFileName("telemetry-storm-none-20260102-030404.json");
    assertThat(ResultFiles.readAll(folder)).hasSize(2);
  }

  @Test
  void theTablePutsTheBaselinesBesideTheMedians() {
    var drills =
        List.of(
            drill("halligan", 93), drill("halligan", 95), drill("halligan", 135), drill("none", 4));
    assertThat(Table.markdown(drills, AT_MOST))
        .contains("Halligan, median of 3 (worst)")
        .contains("| 120.0 s | 90.0 s (130.0 s) | – | – |")
        .contains("offender still firing |  | 16.0 s (16.0 s) | never in 115 s | – |")
        .contains("| 90 ms (90 ms) | 4000 ms | – |")
        .contains("| drills that end recovered | all | 3 of 3 |");
  }

  @Test
  void aFigureAboveItsLimitIsSaid() {
    assertThat(Table.of(drill("halligan", 135), AT_MOST)).contains("ABOVE").contains("RECOVERED");
    assertThat(Table.of(drill("halligan", 93), AT_MOST)).doesNotContain("ABOVE");
    var above = List.of(drill("halligan", 135), drill("halligan", 137));
    assertThat(Table.ofMany(above, AT_MOST)).contains("ABOVE worst 132.0 s");
  }

  @Test
  void aFigureWithALimitIsSaidToBeMissing() {
    var limits = Map.of("culpritGoneSeconds", 60.0);
    assertThat(Table.of(drill("halligan", 93), limits)).contains("not measured     60.0 s");
    assertThat(Table.of(drill("none", 4), limits)).doesNotContain("not measured");
    var oneWithout = List.of(drill("halligan", 93), without(drill("halligan", 94), "fenceSeconds"));
    assertThat(Table.ofMany(oneWithout, AT_MOST)).contains("worst 2.5 s, not measured in 1\n");
    assertThat(Table.markdown(oneWithout, AT_MOST))
        .contains("| 2.5 s (2.5 s, not measured in 1) |");
  }

  private static DrillResult without(DrillResult drill, String figure) {
    var figures = new TreeMap<>(drill.figures());
    figures.remove(figure);
    return drill.with(drill.marks(), figures);
  }

  @Test
  void thePictureIsWellFormed() throws Exception {
    var drills = List.of(drill("halligan", 93), drill("none", 4), drill("apf", 5));
    String svg = Picture.of("telemetry <storm> & 'more'", drills).orElseThrow();
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("circle").getLength()).isGreaterThan(300);
    assertThat(document.getDocumentElement().getTextContent())
        .contains("Nobody acts", "finished +88.0 s");
    assertThat(svg).doesNotContain("NaN");
  }

  @Test
  void theTypicalDrillIsTheMedianOne() {
    var drills = List.of(drill("halligan", 135), drill("halligan", 93), drill("halligan", 98));
    assertThat(Picture.typical(drills).orElseThrow().marks()).containsEntry(Mark.FINISHED, 98.0);
    assertThat(Picture.of("telemetry-storm", List.of(drill("none", 4)))).isEmpty();
  }

  @Test
  void aDrillThatDidNotRecoverHasItsPictureToo(@TempDir Path folder) {
    var drill = drill("none", 4);
    assertThat(ResultFiles.draw(ResultFiles.write(folder, drill), drill))
        .hasFileName("telemetry-storm-none-20260102-030404.svg")
        .content()
        .contains("Nobody acts", "2026-01-02, commit 0123456789, 2 cores");
  }

  @Test
  void theReportIsTheSameInEveryLanguage() {
    var drills = List.of(drill("halligan", 93), drill("none", 4));
    String svg = Picture.of("telemetry-storm", drills).orElseThrow();
    String table = Table.markdown(drills, AT_MOST);
    Locale here = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Picture.of("telemetry-storm", drills)).hasValue(svg);
      assertThat(Table.markdown(drills, AT_MOST)).isEqualTo(table);
    } finally {
      Locale.setDefault(here);
    }
  }

  @Test
  void thePageNamesTheCommandsThatWereRun() {
    var drills = List.of(drill("halligan", 93), drill("halligan", 95), drill("apf", 4));
    assertThat(FigurePage.section("telemetry-storm", drills, true, "| table |"))
        .contains("e2e/drill telemetry-storm --times 2\ne2e/drill telemetry-storm --baseline apf\n")
        .contains("commit 0123456789, 2 cores, 23 GiB, Linux 6, Kubernetes v1.36.3 ·")
        .contains("[picture](results/telemetry-storm.svg)")
        .doesNotContain("--baseline none", "![");
  }

  @Test
  void whatShowsSomethingElseIsStale(@TempDir Path repository) throws IOException {
    Path readme = repository.resolve("README.md");
    Files.writeString(readme, "# Halligan\n<!-- figures -->\n<!-- /figures -->\n");
    assertThat(Report.of(repository).stale(repository)).isEmpty();

    keep(repository, drill("halligan", 93));
    Report report = Report.of(repository);
    assertThat(report.stale(repository))
        .containsExactly(
            "README.md",
            "docs/figures.md",
            "docs/results/telemetry-storm.svg",
            "docs/results/telemetry-storm.png");

    Files.writeString(readme, ReadmeBlock.replace(Files.readString(readme), report.block()));
    Files.writeString(repository.resolve(Report.PAGE), report.page());
    for (var picture : report.pictures().entrySet()) {
      Files.writeString(repository.resolve(picture.getKey()), picture.getValue());
      Files.writeString(repository.resolve(Report.png(picture.getKey())), "");
    }
    assertThat(report.stale(repository)).isEmpty();
    assertThat(report.block())
        .contains("| figure | at most | Halligan, median of 1 (worst) |")
        .hasLineCount(2 + 4);
    assertThat(report.page())
        .contains("| `telemetry-storm` | 1 of 1 | 12.0 s | 2.5 s ≤ 3.0 s | 15.1 s |")
        .contains("| drills that end recovered | all | 1 of 1 | – | – |");

    keep(repository, drill("halligan", 95));
    assertThat(Report.of(repository).stale(repository)).contains("README.md");
  }

  private static void keep(Path repository, DrillResult drill) throws IOException {
    Path scenario = repository.resolve("e2e/scenarios/telemetry-storm");
    Files.createDirectories(scenario);
    Files.writeString(
        scenario.resolve("scenario.yaml"), "apiServer: {cpu: 600m}\natMost: {fenceSeconds: 3}\n");
    ResultFiles.write(repository.resolve(Report.KEPT), drill);
  }

  @Test
  void readmeKeepsWhatStandsOutsideTheMarks() {
    String readme = "# Halligan\n<!-- figures -->\nold\n<!-- /figures -->\nend\n";
    assertThat(ReadmeBlock.replace(readme, "new\n"))
        .isEqualTo("# Halligan\n<!-- figures -->\nnew\n<!-- /figures -->\nend\n");
    assertThat(ReadmeBlock.replace(readme, ""))
        .isEqualTo("# Halligan\n<!-- figures -->\n<!-- /figures -->\nend\n");
    assertThatThrownBy(() -> ReadmeBlock.replace("# Halligan", "new"))
        .hasMessageContaining("README.md was left as it is");
  }
}
