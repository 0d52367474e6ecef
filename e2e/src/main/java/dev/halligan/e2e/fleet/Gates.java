package dev.halligan.e2e.fleet;

import dev.halligan.e2e.fleet.played.Ailment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every gate there is.
 *
 * @param inARow those of CI, in an order in which one prepares the next
 * @param others played by name only
 */
record Gates(List<Gate> inARow, List<Gate> others) {
  private static final int USUAL = 40;

  /** With as many clusters as CI has. */
  static Gates usual() {
    return of(USUAL);
  }

  /** The observer's gates with so many clusters, the others with half of them. */
  static Gates of(int many) {
    int few = Math.max(1, many / 2);
    return new Gates(
        List.of(
            QuietGate.start(many),
            QuietGate.starved(many),
            QuietGate.added(many, few),
            QuietGate.slowPath(many + few),
            // before anything falls ill: a host that was killed lately is not at rest
            new FalseFenceGate(few),
            new OutageGate("outage", few, List.of(Ailment.DROWNED, Ailment.SILENT, Ailment.DEAD)),
            new CutGate(few)),
        List.of(
            new OutageGate("drowned", few, List.of(Ailment.DROWNED)),
            new OutageGate("silent", few, List.of(Ailment.SILENT)),
            new OutageGate("dead", few, List.of(Ailment.DEAD)),
            new OutageGate("slow", few, List.of(Ailment.SLOW)),
            new OutageGate("one", 1, List.of(Ailment.DROWNED))));
  }

  Optional<Gate> named(String name) {
    return all().filter(gate -> gate.name().equals(name)).findFirst();
  }

  String names() {
    return all().map(Gate::name).collect(Collectors.joining(" "));
  }

  private Stream<Gate> all() {
    return Stream.concat(inARow.stream(), others.stream());
  }
}
