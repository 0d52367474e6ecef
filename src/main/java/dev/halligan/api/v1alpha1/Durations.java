package dev.halligan.api.v1alpha1;

import java.time.Duration;
import java.util.regex.Pattern;

/** The durations of the resources: {@code 500ms}, {@code 2s}, {@code 1m30s}, {@code 1h}. */
public final class Durations {

  /** What the schema asks of every duration. */
  public static final String PATTERN = "^([0-9]+(ms|s|m|h))+$";

  /** What follows a string in a CEL rule that asks whether it is a duration. */
  static final String CEL_MATCHES = ".matches('" + PATTERN + "')";

  /** Longest duration string that the schema admits; keeps every number below 2^63. */
  public static final int MAX_LENGTH = 16;

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

  private Durations() {}

  /**
   * Reads a duration; its parts add up.
   *
   * @throws IllegalArgumentException when it is no duration, with an example in the message
   */
  public static Duration parse(String text) {
    if (text == null || text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration: write numbers with a unit, such as 500ms, 2s or 1m30s");
    }
    return PART.matcher(text)
        .results()
        .map(part -> of(Long.parseLong(part.group(1)), part.group(2)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * Writes a duration with its largest units first, {@code 1m30s}; what is below a millisecond is
   * cut off.
   *
   * @throws IllegalArgumentException when it is negative, which no resource can hold
   */
  public static String format(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a duration cannot be negative: " + duration);
    }
    var text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }
}
