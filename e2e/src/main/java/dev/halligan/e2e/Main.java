package dev.halligan.e2e;

import dev.halligan.e2e.fleet.Fleet;
import dev.halligan.e2e.report.Render;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code drill SCENARIO ACTOR TIMES}, {@code render} or {@code fleet WORD...}; e2e/drill and
 * e2e/fleet, which set everything up, call it.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Path repository = Path.of(System.getenv().getOrDefault("HALLIGAN_REPOSITORY", "."));
    switch (args.length == 0 ? "" : args[0]) {
      case "drill" -> System.exit(drill(repository, args));
      case "render" -> new Render(repository).run();
      case "fleet" ->
          System.exit(Fleet.run(Arrays.asList(args).subList(1, args.length), System.getenv()));
      default -> {
        System.err.println(
            "the runner knows 'drill', 'render' and 'fleet'; nothing was done. Use e2e/drill or e2e/fleet");
        System.exit(2);
      }
    }
  }

  private static int drill(Path repository, String[] args) {
    Path cache = Path.of(System.getenv("HALLIGAN_CACHE"));
    Drill.Actor actor = Drill.Actor.valueOf(args[2].toUpperCase(java.util.Locale.ROOT));
    return new DrillRunner(repository, cache, args[1], actor).run(Integer.parseInt(args[3]))
        ? 0
        : 1;
  }
}
