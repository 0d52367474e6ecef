package dev.halligan.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FiguresTest {
  /** Two minutes fenced from 20 s on; what the administrator is told from 40 s to 60 s. */
  private static Map<String, Double> fenced(String outcome) {
    var recording = new Recording();
    recording.mark(Mark.ONSET, 5);
    recording.mark(Mark.FENCED, 20);
    for (double at = 20; at < 120; at += 0.5) {
      boolean told = at >= 40 && at < 60;
      recording.admin(new LaneSample(at, 100, !told, told ? outcome : "200"));
    }
    return Figures.of(recording, List.of(), 120, new Figures.Counted(OptionalLong.empty(), 0));
  }

  @Test
  void whatAnAdministratorIsToldInsteadOfAnAnswerIsToldApart() {
    assertThat(fenced("timed out"))
        .containsEntry("adminLost", 40.0)
        .containsEntry("adminErrors", 0.0)
        .containsEntry("adminRefused", 0.0);
    assertThat(fenced("503"))
        .containsEntry("adminLost", 0.0)
        .containsEntry("adminErrors", 40.0)
        .containsEntry("adminRefused", 0.0);
    assertThat(fenced("429"))
        .containsEntry("adminLost", 0.0)
        .containsEntry("adminErrors", 0.0)
        .containsEntry("adminRefused", 40.0);
  }

  @Test
  void anOutageAfterTheAdministratorWasBackShowsInItsLength() {
    assertThat(fenced("refused")).containsEntry("adminSilenceSeconds", 20.5);
    assertThat(ReportTest.drill("none", 4).figures()).containsEntry("adminSilenceSeconds", 0.5);
  }

  @Test
  void whatAnOrdinaryClientPaysCountsFromTheOnsetToTheEndOfTheRecovery() {
    var recording = new Recording();
    recording.mark(Mark.ONSET, 5);
    recording.mark(Mark.FINISHED, 25);
    for (double at = 0; at < 60; at += 0.5) {
      boolean fenced = at < 5 || (at >= 10 && at < 15) || at >= 25;
      recording.ordinary(new LaneSample(at, 100, !fenced, fenced ? "refused" : "200"));
    }
    assertThat(Figures.of(recording, List.of(), 60, new Figures.Counted(OptionalLong.empty(), 0)))
        .containsEntry("ordinaryFailedPercent", 25.0)
        .containsEntry("ordinarySilenceSeconds", 5.5);
  }

  @Test
  void aSpanIsNegativeWhereItsEndCameFirst() {
    var recording = new Recording();
    recording.mark(Mark.ONSET, 5);
    recording.mark(Mark.DETECTED, 4);
    assertThat(Figures.of(recording, List.of(), 60, new Figures.Counted(OptionalLong.empty(), 0)))
        .containsEntry("detectionSeconds", -1.0)
        .doesNotContainKeys("evictions", "relapses");
  }
}
