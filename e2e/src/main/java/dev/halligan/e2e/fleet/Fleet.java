package dev.halligan.e2e.fleet;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code fleet gates | NAME... | --clusters N,N}; e2e/fleet, which sets everything up, calls it.
 */
public final class Fleet {
  private final Stage stage;
  private final PrintStream out;

  private Fleet(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  /** Plays, and returns the exit status: 0 when every gate has passed. */
  public static int run(List<String> words, Map<String, String> environment) {
    FleetOptions options;
    try {
      options = FleetOptions.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + ". Nothing was started.");
      return 2;
    }
    Places places = Places.of(environment);
    ControlGroup group = ControlGroup.of(environment.getOrDefault("HALLIGAN_FLEET_CGROUP", ""));
    try (Stage stage = Stage.open(places, group)) {
      Fleet fleet = new Fleet(stage, System.out);
      if (options.sizes().isEmpty()) {
        return fleet.play(options.gates());
      }
      new ScaleTable(stage, System.out).print(options.sizes(), places);
      return 0;
    }
  }

  private int play(List<Gate> gates) {
    long passed = gates.stream().filter(this::play).count();
    out.printf("%d passed, %d failed%n", passed, gates.size() - passed);
    return passed == gates.size() ? 0 : 1;
  }

  /** A gate that failed leaves nothing to the next. */
  private boolean play(Gate gate) {
    long began = System.nanoTime();
    Gate.Seen seen = seen(gate);
    int restarts = stage.restarts();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    out.printf(
        Locale.ROOT,
        "%-6s %-11s %s. Expected: %s. Seen: %s. (%d s)%n",
        seen.asExpected() ? "passed" : "FAILED",
        gate.name(),
        gate.what(),
        gate.expected(),
        seen.words() + (restarts == 0 ? "" : "; the operator ended %d times".formatted(restarts)),
        took.toSeconds());
    out.flush();
    if (!seen.asExpected()) {
      stage.reset();
    }
    return seen.asExpected();
  }

  private Gate.Seen seen(Gate gate) {
    try {
      return gate.play(stage);
    } catch (IllegalStateException e) {
      return new Gate.Seen(false, "it could not be played: " + e.getMessage());
    }
  }
}
