package dev.halligan.diagnosis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.DetectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of src/test/resources/DiagnosisTest is a case: {@code script.txt} is the course of
 * events as {@link SampleScript} reads it, {@code expected.txt} every change of the verdict in
 * order ({@code t=11 Overloaded since=0 acts}), each with parts of its evidence on indented lines.
 */
class DiagnosisTest {

  private static final Path CASES = Path.of("src/test/resources/DiagnosisTest");

  static Stream<Named<Path>> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder -> Named.of(folder.getFileName().toString(), folder))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judgesAsExpected(Path folder) throws IOException {
    var events = SampleScript.read(Files.readAllLines(folder.resolve("script.txt")));
    List<String> expected =
        Files.readAllLines(folder.resolve("expected.txt")).stream()
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
  void thereAreEnoughCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(20);
  }
}
