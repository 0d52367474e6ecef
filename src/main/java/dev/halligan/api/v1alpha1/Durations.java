package dev.halligan.api.v1alpha1;

import java.time.Duration;
import java.util.regex.Pattern;

/** The durations of the resources: {@code 500ms}, {@code 2s}, {@code 1m30s}, {@code 1h}. */
public final class Durations {

  /** The pattern of every duration in the schema. */
  public static final String PATTERN = "^([0-9]+(ms|s|m|h))+$";

  /** Appended to a string in a CEL rule, checks that it is a duration. */
  static final String CEL_MATCHES = ".matches('" + PATTERN + "')";

  /** Maximum length of a duration string; keeps every number below 2^63. */
  public static final int MAX_LENGTH = 16;

  private static final Pattern WHOLE = Pattern.compile(PATTERN);
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

  private Durations() {}

  /**
   * Reads a duration; its parts add up.
   *
   * @throws IllegalArgumentException if it is not a duration, with an example in the message
   */
  public static Duration parse(String text) {
    if (text == null || text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a valid duration: use numbers with units, such as 500ms or 1m30s");
    }
    return PART.matcher(text)
        .results()
        .map(part -> of(Long.parseLong(part.group(1)), part.group(2)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * Writes a duration with its largest units first, {@code 1m30s}; truncates to milliseconds.
   *
   * @throws IllegalArgumentException if it is negative, which no resource can hold
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
