package dev.halligan.attribution;

import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import java.time.Duration;
import java.util.List;

/**
 * The clients that the fence rejected in two periods. A client that loses its connection retries
 * immediately and then backs off: client-go waits 0.8 s, then twice as long each time, up to 30 s.
 *
 * @param first packets from when the fence went up
 * @param then packets since then, 0 for clients that stopped
 */
public record RejectedPacketRates(
    List<AddressLoad> first, Duration firstFor, List<AddressLoad> then, Duration thenFor) {

  /** There are no counts, or the two counts cannot be compared. */
  public static final RejectedPacketRates UNKNOWN =
      new RejectedPacketRates(List.of(), Duration.ZERO, List.of(), Duration.ZERO);

  public RejectedPacketRates {
    first = List.copyOf(first);
    then = List.copyOf(then);
  }

  /** Half of a client's first load, scaled to the later period. */
  double halfAsOften(double loadAtFirst) {
    return firstFor.isPositive() ? loadAtFirst * thenFor.toMillis() / firstFor.toMillis() / 2 : 0;
  }
}
