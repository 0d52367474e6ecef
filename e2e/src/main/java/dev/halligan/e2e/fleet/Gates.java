package dev.halligan.e2e.fleet;

import dev.halligan.e2e.fleet.played.Ailment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every gate there is, and those that are played one after the other on the same stage. */
final class Gates {
  private static final int MANY = 40;
  private static final int FEW = 20;

  private static final List<Gate> IN_A_ROW =
      List.of(
          QuietGate.start(MANY),
          QuietGate.starved(MANY),
          QuietGate.added(MANY, FEW),
          QuietGate.slowPath(MANY + FEW),
          new OutageGate("outage", FEW, List.of(Ailment.DROWNED, Ailment.SILENT, Ailment.DEAD)),
          new CutGate(FEW),
          new FalseFenceGate(FEW));

  private static final List<Gate> BY_NAME =
      List.of(
          new OutageGate("drowned", FEW, List.of(Ailment.DROWNED)),
          new OutageGate("silent", FEW, List.of(Ailment.SILENT)),
          new OutageGate("dead", FEW, List.of(Ailment.DEAD)),
          new OutageGate("slow", FEW, List.of(Ailment.SLOW)),
          new OutageGate("one", 1, List.of(Ailment.DROWNED)));

  private Gates() {}

  /** Those of CI, in an order in which one prepares the next. */
  static List<Gate> inARow() {
    return IN_A_ROW;
  }

  static Optional<Gate> named(String name) {
    return all().filter(gate -> gate.name().equals(name)).findFirst();
  }

  static String names() {
    return all().map(Gate::name).collect(Collectors.joining(" "));
  }

  private static Stream<Gate> all() {
    return Stream.concat(IN_A_ROW.stream(), BY_NAME.stream());
  }
}
