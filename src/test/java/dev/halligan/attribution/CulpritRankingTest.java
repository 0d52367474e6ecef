package dev.halligan.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of src/test/resources/CulpritRankingTest is a case: {@code in.yaml} is the evidence,
 * {@code expected.yaml} the suspects in order, with the range of share and confidence and parts of
 * the reasons.
 */
class CulpritRankingTest {

  private static final Path CASES = Path.of("src/test/resources/CulpritRankingTest");
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).registerModule(new JavaTimeModule());

  record Expected(String why, List<String> never, List<Suspected> suspects) {}

  record Suspected(String workload, String share, String confidence, List<String> reasons) {}

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
  void ranksAsExpected(Path folder) throws IOException {
    CulpritEvidence evidence =
        YAML.readValue(folder.resolve("in.yaml").toFile(), CulpritEvidence.class);
    Expected expected = YAML.readValue(folder.resolve("expected.yaml").toFile(), Expected.class);
    Set<String> never = expected.never() == null ? Set.of() : Set.copyOf(expected.never());

    List<Culprit> culprits = CulpritRanking.rank(evidence, never);

    assertThat(culprits)
        .as("%s%n%s", expected.why(), culprits)
        .extracting(culprit -> culprit.workload().toString())
        .containsExactlyElementsOf(expected.suspects().stream().map(Suspected::workload).toList());
    for (int i = 0; i < culprits.size(); i++) {
      matches(culprits.get(i), expected.suspects().get(i));
    }
  }

  private static void matches(Culprit culprit, Suspected expected) {
    between("share", culprit.share(), expected.share(), culprit);
    between("confidence", culprit.confidence(), expected.confidence(), culprit);
    if (expected.reasons() != null) {
      assertThat(String.join("\n", culprit.reasons())).contains(expected.reasons());
    }
  }

  private static void between(String what, int value, String range, Culprit culprit) {
    String[] ends = range.split("\\.\\.");
    assertThat(value)
        .as("%s of %s", what, culprit)
        .isBetween(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  @Test
  void thereAreEnoughCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(12);
  }
}
