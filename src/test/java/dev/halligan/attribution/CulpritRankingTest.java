package dev.halligan.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.testing.CaseFolder;
import dev.halligan.testing.CaseFolders;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder of src/test/resources/CulpritRankingTest is a case: {@code in.yaml} is the evidence,
 * {@code expected.yaml} the suspects in order, with the range of share and confidence and parts of
 * the reasons. Where it lists them, also the others in order, with the range of their share, and
 * who is accused at the default confidence.
 */
class CulpritRankingTest {

  private static final CaseFolders CASES = CaseFolders.of(CulpritRankingTest.class);

  private static final int DEFAULT_CONFIDENCE = 60;

  record Expected(
      String why,
      List<String> never,
      List<Suspected> suspects,
      List<NamedOther> others,
      List<String> accused) {}

  record NamedOther(String name, String share) {}

  record Suspected(String workload, String share, String confidence, List<String> reasons) {}

  @TestFactory
  Stream<DynamicNode> ranksAsExpected() {
    return CASES.tests(CulpritRankingTest::check);
  }

  private static void check(CaseFolder folder) throws IOException {
    CulpritEvidence evidence = folder.yaml("in.yaml", CulpritEvidence.class);
    Expected expected = folder.yaml("expected.yaml", Expected.class);
    Set<String> never = expected.never() == null ? Set.of() : Set.copyOf(expected.never());

    Ranking ranking = CulpritRanking.of(evidence, never);
    List<Culprit> culprits = ranking.suspects();

    assertThat(culprits)
        .as("%s%n%s", expected.why(), culprits)
        .extracting(culprit -> culprit.workload().toString())
        .containsExactlyElementsOf(expected.suspects().stream().map(Suspected::workload).toList());
    for (int i = 0; i < culprits.size(); i++) {
      matches(culprits.get(i), expected.suspects().get(i));
    }
    if (expected.others() != null) {
      names(ranking.others(), expected.others());
    }
    if (expected.accused() != null) {
      assertThat(ranking.accused(DEFAULT_CONFIDENCE))
          .extracting(WorkloadReference::toString)
          .containsExactlyElementsOf(expected.accused());
    }
  }

  private static void names(List<OtherClient> others, List<NamedOther> expected) {
    assertThat(others)
        .extracting(OtherClient::toString)
        .containsExactlyElementsOf(expected.stream().map(NamedOther::name).toList());
    for (int i = 0; i < expected.size(); i++) {
      between("share", others.get(i).share(), expected.get(i).share(), others.get(i));
    }
  }

  private static void matches(Culprit culprit, Suspected expected) {
    between("share", culprit.share(), expected.share(), culprit);
    between("confidence", culprit.confidence(), expected.confidence(), culprit);
    if (expected.reasons() != null) {
      assertThat(String.join("\n", culprit.reasons())).contains(expected.reasons());
    }
  }

  private static void between(String what, int value, String range, Object culprit) {
    String[] ends = range.split("\\.\\.");
    assertThat(value)
        .as("%s of %s", what, culprit)
        .isBetween(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(CASES.tests(CulpritRankingTest::check)).hasSizeGreaterThanOrEqualTo(12);
  }
}
