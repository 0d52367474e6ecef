package dev.halligan.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as written in status: RFC 3339, UTC, milliseconds. Pure. */
public final class Timestamps {
  private Timestamps() {}

  public static String format(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /**
   * Whether this much time has passed. A start in the future comes from a clock that was ahead; the
   * answer is then true, so that whatever is due is done now.
   */
  public static boolean isOver(Instant since, Duration time, Instant now) {
    return since.isAfter(now) || !now.isBefore(since.plus(time));
  }
}
