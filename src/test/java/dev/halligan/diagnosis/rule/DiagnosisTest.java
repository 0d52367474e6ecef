package dev.halligan.diagnosis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.testing.CaseFolder;
import dev.halligan.testing.CaseFolders;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder of src/test/resources/DiagnosisTest is a case: {@code script.txt} is the course of
 * events as {@link SampleScript} reads it, {@code expected.txt} every change of the verdict in
 * order ({@code t=11 Overloaded since=0 acts}), each with parts of its evidence on indented lines.
 */
class DiagnosisTest {

  private static final CaseFolders CASES = CaseFolders.of(DiagnosisTest.class);

  @TestFactory
  Stream<DynamicNode> judgesAsExpected() {
    return CASES.tests(DiagnosisTest::check);
  }

  private static void check(CaseFolder folder) {
    var events = SampleScript.read(folder.text("script.txt").lines().toList());
    List<String> expected =
        folder
            .text("expected.txt")
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();

    List<Replay.Change> changes = new Replay(DetectionSettings.DEFAULT).play(events);

    assertThat(changes)
        .as("%s", changes.stream().map(change -> change + " " + change.verdict()).toList())
        .extracting(Replay.Change::toString)
        .containsExactlyElementsOf(
            expected.stream().filter(line -> !line.startsWith(" ")).toList());
    int verdict = -1;
    for (String line : expected) {
      if (line.startsWith(" ")) {
        assertThat(String.join("\n", changes.get(verdict).verdict().evidence()))
            .contains(line.strip());
      } else {
        verdict++;
      }
    }
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(CASES.tests(DiagnosisTest::check)).hasSizeGreaterThanOrEqualTo(20);
  }
}
