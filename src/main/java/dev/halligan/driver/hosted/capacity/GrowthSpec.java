package dev.halligan.driver.hosted.capacity;

import dev.halligan.control.ApiServerCapacity.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The terms of a growth: the limits of an instance before the first growth that is still in place,
 * the wanted limits, the number of instances, and its start and deadline (RFC 3339).
 */
record GrowthSpec(Size from, Size to, int instances, String since, String until) {

  static GrowthSpec of(Size from, Size to, int instances, Instant now, Duration patience) {
    return new GrowthSpec(from, to, instances, text(now), text(now.plus(patience)));
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Throws DateTimeException if these are not times. */
  void check() {
    Instant.parse(String.valueOf(since));
    Instant.parse(String.valueOf(until));
  }

  GrowthSpec growingFrom(Size first) {
    return new GrowthSpec(first, to, instances, since, until);
  }

  Instant start() {
    return Instant.parse(since);
  }

  Instant deadline() {
    return Instant.parse(until);
  }

  boolean areOverdue(Instant now) {
    return now.isAfter(deadline());
  }
}
