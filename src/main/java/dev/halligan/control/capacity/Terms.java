package dev.halligan.control.capacity;

import dev.halligan.control.capacity.ApiServerCapacity.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What was agreed of a growth: the limits of an instance before the first one that stands, those it
 * is to have, how many instances there were, and when it began and has to have arrived (RFC 3339).
 */
record Terms(Size from, Size to, int instances, String since, String until) {

  static Terms of(Size from, Size to, int instances, Instant now, Duration patience) {
    return new Terms(from, to, instances, text(now), text(now.plus(patience)));
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Throws DateTimeException where these are not times. */
  void check() {
    Instant.parse(String.valueOf(since));
    Instant.parse(String.valueOf(until));
  }

  Terms growingFrom(Size first) {
    return new Terms(first, to, instances, since, until);
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
