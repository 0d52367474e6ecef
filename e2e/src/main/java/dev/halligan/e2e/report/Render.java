package dev.halligan.e2e.report;

import dev.halligan.e2e.lab.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Writes the report of the kept results into the repository. */
public final class Render {
  private final Path repository;

  public Render(Path repository) {
    this.repository = repository;
  }

  public void run() {
    Report report = Report.of(repository);
    Path readme = repository.resolve("README.md");
    try {
      Files.writeString(readme, ReadmeBlock.replace(Files.readString(readme), report.block()));
      Files.writeString(repository.resolve(Report.PAGE), report.page());
      for (var picture : report.pictures().entrySet()) {
        Files.writeString(repository.resolve(picture.getKey()), picture.getValue());
        rasterize(picture.getKey());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (report.block().isEmpty()) {
      System.out.println("README.md: no figures, for " + Report.KEPT + " holds no results");
    } else {
      System.out.println("README.md and %s: figures written".formatted(Report.PAGE));
    }
  }

  private void rasterize(String svg) {
    String png = Report.png(svg);
    Shell.run(
            Duration.ofSeconds(60),
            "",
            List.of(
                "rsvg-convert",
                "--zoom",
                "1.5",
                "--output",
                repository.resolve(png).toString(),
                repository.resolve(svg).toString()))
        .orThrow("making " + png);
    System.out.println(svg + " and " + png);
  }
}
