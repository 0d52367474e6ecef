package dev.halligan.e2e.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** README's figures and the pictures are generated and committed, so they are compared. */
class CommittedFiguresTest {
  /** Also run from the repository's root, with all other tests. */
  private static final Path REPOSITORY =
      Files.isDirectory(Path.of("e2e")) ? Path.of(".") : Path.of("..");

  @Test
  void areThoseOfTheKeptResults() {
    assertThat(Report.of(REPOSITORY).stale(REPOSITORY))
        .as("differ from what docs/results/*.json say; to repair: e2e/drill render, and commit")
        .isEmpty();
  }
}
