package dev.halligan.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.reference.SourceConstants.Constant;
import dev.halligan.testing.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Writes {@code docs/reference.md} from the code and compares it with the one that is kept. */
class ReferenceTest {
  private static final GeneratedFile KEPT =
      new GeneratedFile(Path.of("docs", "reference.md"), "reference");
  private static final Path SOURCES = Path.of("src/main/java/dev/halligan");
  private static final String REPAIR = "./mvnw -q test -Dtest=ReferenceTest -Dreference=write";

  @Test
  void keptReferenceIsThatOfTheCode() throws IOException {
    KEPT.check(reference(), "docs/reference.md is not what the code says. Repair: " + REPAIR);
  }

  @Test
  void everyPublishedKeyIsExplained() throws IOException {
    assertThat(keys()).allSatisfy((key, doc) -> assertThat(doc).as(key).isNotEmpty());
  }

  @Test
  void everyVerdictAndDecisionIsExplained() throws IOException {
    for (String source : List.of("diagnosis/Verdict.java", "policy/Decision.java")) {
      assertThat(RecordDocs.in(SOURCES.resolve(source)))
          .isNotEmpty()
          .allSatisfy((word, doc) -> assertThat(doc).as(word).isNotEmpty());
    }
  }

  private static String reference() throws IOException {
    return String.join(
        "\n\n",
        "# Reference",
        "Generated from the code: `%s`. Durations are written as `90s`, `10m`, `1h`."
            .formatted(REPAIR),
        "## ProtectedCluster",
        CrdFields.table(Path.of("crds/protectedclusters.yaml"), "spec"),
        "### Status of a ProtectedCluster",
        CrdFields.table(Path.of("crds/protectedclusters.yaml"), "status"),
        "## RecoveryPlaybook",
        CrdFields.table(Path.of("crds/recoveryplaybooks.yaml"), "spec"),
        "## RecoveryRequest",
        CrdFields.table(Path.of("crds/recoveryrequests.yaml"), "spec"),
        "### Status of a RecoveryRequest",
        CrdFields.table(Path.of("crds/recoveryrequests.yaml"), "status"),
        "## Verdicts",
        table("verdict", RecordDocs.in(SOURCES.resolve("diagnosis/Verdict.java"))),
        "## Decisions",
        table("decision", RecordDocs.in(SOURCES.resolve("policy/Decision.java"))),
        "## Conditions",
        grouped(SourceConstants.in(SOURCES.resolve("api/v1alpha1/Conditions.java"))),
        "## Reasons of conditions and events",
        grouped(SourceConstants.in(SOURCES.resolve("api/v1alpha1/Reasons.java"))),
        "## Annotations and labels",
        table("key", keys()),
        "## ConfigMap `halligan-config`",
        table(
            "key", docs(SourceConstants.in(SOURCES.resolve("operator/decision/ConfigKeys.java")))),
        "## Metrics",
        table("metric", MetricDocs.in(SOURCES.resolve("observe/Metrics.java"))) + "\n");
  }

  private static Map<String, String> keys() throws IOException {
    var keys = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        for (Constant constant : SourceConstants.in(file)) {
          if (constant.value().startsWith("halligan.dev/")) {
            keys.merge(constant.value(), constant.doc(), (a, b) -> a.isEmpty() ? b : a);
          }
        }
      }
    }
    return keys;
  }

  private static Map<String, String> docs(List<Constant> constants) {
    return constants.stream()
        .collect(Collectors.toMap(Constant::value, Constant::doc, (a, b) -> a, TreeMap::new));
  }

  private static String grouped(List<Constant> constants) {
    var text = new ArrayList<String>();
    constants.stream()
        .collect(Collectors.groupingBy(Constant::group, TreeMap::new, Collectors.toList()))
        .forEach((group, those) -> text.add("### " + group + "\n\n" + table("word", docs(those))));
    return String.join("\n\n", text);
  }

  private static String table(String head, Map<String, String> rows) {
    return rows.entrySet().stream()
        .map(row -> "| `%s` | %s |".formatted(row.getKey(), Markdown.cell(row.getValue())))
        .collect(Collectors.joining("\n", "| %s | meaning |\n|---|---|\n".formatted(head), ""));
  }
}
