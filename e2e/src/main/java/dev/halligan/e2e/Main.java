package dev.halligan.e2e;

import dev.halligan.e2e.report.Render;
import java.nio.file.Path;

/**
 * {@code drill SCENARIO ACTOR TIMES} or {@code render}; e2e/drill, which sets everything up, calls
 * it.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Path repository = Path.of(System.getenv().getOrDefault("HALLIGAN_REPOSITORY", "."));
    switch (args.length == 0 ? "" : args[0]) {
      case "drill" -> System.exit(drill(repository, args));
      case "render" -> new Render(repository).run();
      default -> {
        System.err.println(
            "the runner knows 'drill' and 'render'; nothing was done. Use e2e/drill");
        System.exit(2);
      }
    }
  }

  private static int drill(Path repository, String[] args) {
    Path cache = Path.of(System.getenv("HALLIGAN_CACHE"));
    Drill.Actor actor = Drill.Actor.valueOf(args[2].toUpperCase(java.util.Locale.ROOT));
    return new Sequence(repository, cache, args[1], actor).run(Integer.parseInt(args[3])) ? 0 : 1;
  }
}
