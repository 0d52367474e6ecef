package dev.halligan.recovery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they stand in status: RFC 3339, UTC, milliseconds. */
public final class Times {
  private Times() {}

  public static String format(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
