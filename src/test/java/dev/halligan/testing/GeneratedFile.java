package dev.halligan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is generated from the code and committed. Run with {@code -DPROPERTY=write}, its test
 * writes it; without, a difference fails.
 */
public record GeneratedFile(Path path, String property) {

  /** Compares it with what the code makes now; {@code advice} is what the failure says. */
  public void check(String now, String advice) throws IOException {
    if ("write".equals(System.getProperty(property))) {
      Files.writeString(path, now);
    }
    assertThat(now).as(advice).isEqualTo(Files.exists(path) ? Files.readString(path) : "");
  }
}
