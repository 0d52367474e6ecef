package dev.halligan.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs programs of this machine. Secrets go in through standard input, never as arguments. */
public final class Shell {
  private Shell() {}

  /** What a program said and how it ended. */
  public record Output(int exit, String out, String err) {
    public boolean ok() {
      return exit == 0;
    }

    /** The output of a program that had to succeed. */
    public String orThrow(String what) {
      if (!ok()) {
        throw new IllegalStateException(
            what + " failed with exit status " + exit + ": " + (err + out).strip());
      }
      return out;
    }
  }

  /** A program that runs on; closing it closes its standard input, which ends it. */
  public interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Runs a program to its end; one that takes longer than {@code limit} is ended with exit status
   * 124.
   */
  public static Output run(Duration limit, String input, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).start();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // It ended without reading its input; its exit status says the rest.
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Output(124, "", "no end within " + limit.toSeconds() + " s");
      }
      return new Output(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command.getFirst(), e);
    }
  }

  /** Starts a program and hands over each line it prints. */
  public static Running follow(List<String> command, Consumer<String> line) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Thread reader = Thread.startVirtualThread(() -> process.inputReader().lines().forEach(line));
      return () -> {
        try {
          process.getOutputStream().close();
          if (!reader.join(Duration.ofSeconds(8))) {
            process.destroyForcibly();
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletableFuture<String> read(java.io.InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.startVirtualThread(
        () -> {
          try (stream) {
            text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }
}
