package dev.halligan.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they stand in status: RFC 3339, UTC, milliseconds. Pure. */
public final class Times {
  private Times() {}

  public static String format(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /**
   * Whether so much time has passed since a moment. Of one in the future, written by a clock that
   * was ahead, nobody knows: it has, so that what is to be done in time is done now.
   */
  public static boolean isOver(Instant since, Duration time, Instant now) {
    return since.isAfter(now) || !now.isBefore(since.plus(time));
  }
}
