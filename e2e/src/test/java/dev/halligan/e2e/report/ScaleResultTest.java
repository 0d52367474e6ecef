package dev.halligan.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleResultTest {
  private static final ScaleResult RESULT =
      new ScaleResult(
          "2026-01-02T03:04:05Z",
          "0123456789abcdef",
          new DrillResult.Machine(2, 24_000, "cpu", "Linux 6", "Debian"),
          List.of(
              new ScaleResult.Line(1, 20.4, 300, 0.141, 190, 25, 1, "nothing", 0.02),
              new ScaleResult.Line(
                  300, null, 300, 1.0, 288, Double.POSITIVE_INFINITY, 0, "nothing", 0.4)));

  @TempDir private Path repository;

  @Test
  void isTheSameTableOnceItIsKept() throws Exception {
    Path kept = repository.resolve(ScaleResult.KEPT);
    Files.createDirectories(kept.getParent());
    Files.move(RESULT.write(repository), kept);

    assertThat(ScaleResult.section(repository).orElseThrow())
        .contains(
            "| 1 | 20 s | 0.14 | 190 | ≤ 25 ms | 1 of 1 | nothing |",
            "| 300 | not in 300 s | 1.00 | 288 | over 3,000 ms | 0 of 300 | nothing |",
            "commit 0123456789, Linux 6",
            "e2e/fleet --clusters 1,300");
  }

  @Test
  void hasNoSectionBeforeOneIsKept() {
    assertThat(ScaleResult.section(repository)).isEmpty();
  }

  @Test
  void namesTheFileThatIsNoTable() throws Exception {
    Path kept = repository.resolve(ScaleResult.KEPT);
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "no JSON");

    assertThatThrownBy(() -> ScaleResult.section(repository)).hasMessageContaining("scale.json");
  }
}
