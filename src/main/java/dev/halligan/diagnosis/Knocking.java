package dev.halligan.diagnosis;

import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import java.time.Duration;
import java.util.List;

/**
 * Who knocked at the fence at two times. Whoever loses a connection knocks at once, then ever more
 * rarely: client-go waits 0.8 s, then twice as long each time, up to 30 s.
 *
 * @param first packets from when the fence went up
 * @param then packets since, 0 from who fell silent
 */
public record Knocking(
    List<AddressLoad> first, Duration firstFor, List<AddressLoad> then, Duration thenFor) {

  /** Nobody counts, or the two counts cannot be compared. */
  public static final Knocking UNKNOWN =
      new Knocking(List.of(), Duration.ZERO, List.of(), Duration.ZERO);

  public Knocking {
    first = List.copyOf(first);
    then = List.copyOf(then);
  }

  /** What half of a first load would be in the later time. */
  double halfAsOften(double loadAtFirst) {
    return firstFor.isPositive() ? loadAtFirst * thenFor.toMillis() / firstFor.toMillis() / 2 : 0;
  }
}
