package dev.halligan.attribution;

import java.time.Duration;
import java.time.Instant;

/**
 * How well a change explains an onset, 0.1 to 1. A change in the half hour before the onset counts
 * fully, then half as much for every two hours more. A change some minutes after the onset still
 * counts: nodes roll it out one by one, and two clocks are compared.
 */
final class ChangeRecency {

  private static final double FLOOR = 0.1;
  private static final double UNKNOWN = 0.3;
  private static final double FULL_MINUTES = 30;
  private static final double HALF_LIFE_MINUTES = 120;
  private static final double LATE_MINUTES = 5;
  private static final double TOO_LATE_MINUTES = 30;

  private ChangeRecency() {}

  /** Either may be null, if it is unknown. */
  static double of(Instant changedAt, Instant onset) {
    if (changedAt == null || onset == null) {
      return UNKNOWN;
    }
    double minutesBefore = Duration.between(changedAt, onset).toSeconds() / 60.0;
    if (minutesBefore < -LATE_MINUTES) {
      double over = (-minutesBefore - LATE_MINUTES) / (TOO_LATE_MINUTES - LATE_MINUTES);
      return Math.max(FLOOR, 1 - over * (1 - FLOOR));
    }
    double over = Math.max(0, minutesBefore - FULL_MINUTES);
    return FLOOR + (1 - FLOOR) * Math.pow(0.5, over / HALF_LIFE_MINUTES);
  }

  /** When it changed relative to the onset; an empty text if unknown. */
  static String words(Instant changedAt, Instant onset) {
    if (changedAt == null || onset == null) {
      return "";
    }
    long minutes = Math.round(Duration.between(changedAt, onset).toSeconds() / 60.0);
    String when = minutes < 0 ? "after" : "before";
    return "It last changed %s %s the onset.".formatted(span(Math.abs(minutes)), when);
  }

  private static String span(long minutes) {
    if (minutes < 120) {
      return minutes + (minutes == 1 ? " minute" : " minutes");
    }
    long hours = Math.round(minutes / 60.0);
    return hours < 48 ? hours + " hours" : Math.round(hours / 24.0) + " days";
  }
}
