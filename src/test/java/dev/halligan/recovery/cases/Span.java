package dev.halligan.recovery.cases;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as a script gives it: {@code 250ms}, {@code 10s}, {@code 5m}, {@code -90d}. */
record Span(Duration time, String text) {
  private static final Pattern TEXT = Pattern.compile("(-?[0-9]+)(ms|s|m|h|d)");

  @JsonCreator
  static Span of(String text) {
    Matcher match = TEXT.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(text + " is no time: write 250ms, 10s, 5m, 2h or 90d");
    }
    long count = Long.parseLong(match.group(1));
    Duration time =
        switch (match.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    return new Span(time, text);
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
