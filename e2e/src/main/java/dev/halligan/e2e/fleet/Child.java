package dev.halligan.e2e.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs beside this one, with its words in a file. */
final class Child implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Child start(Path log, Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return new Child(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("%s was not started".formatted(command.getFirst()), e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Calls back when it has ended, by itself or not. */
  void onExit(Runnable then) {
    process.onExit().thenRun(then);
  }

  /** Throws when it has ended by itself. */
  void requireRunning() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "a program of the fleet ended with status %d; see %s"
              .formatted(process.exitValue(), log));
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
