package dev.halligan.e2e.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells people who wait how an outage goes on: of few clusters every step, of many the numbers. */
final class Progress {
  private static final int FEW = 3;
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final PrintStream out;
  private final long began = System.nanoTime();
  private final Chronicle chronicle = new Chronicle();
  private long next = began;

  Progress(PrintStream out) {
    this.out = out;
  }

  /** Seconds since the outage began. */
  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** Looks again; {@code recovered} of all clusters so far. */
  void look(Stage stage, List<JsonNode> requests, int recovered) {
    if (stage.clusters().size() <= FEW) {
      chronicle.news(requests).forEach(this::say);
    } else if (System.nanoTime() - next >= 0) {
      next += EVERY.toNanos();
      say(
          "%d of %d recovered; %s; verdicts: %s"
              .formatted(
                  recovered, stage.clusters().size(), stage.felt(), stage.standing().describe()));
    }
  }

  private void say(String words) {
    out.printf(Locale.ROOT, "%+7.1f s  %s%n", seconds(), words);
  }
}
