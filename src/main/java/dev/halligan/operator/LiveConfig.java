package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Durations;
import dev.halligan.policy.Brakes;
import dev.halligan.policy.Concurrency;
import java.util.Map;

/**
 * What people set while the operator runs, in the ConfigMap {@code halligan-config}.
 *
 * @param stop whether every act on every cluster is stopped
 */
record LiveConfig(boolean stop, Brakes brakes) {
  static final String NAME = "halligan-config";
  static final LiveConfig DEFAULT = new LiveConfig(false, Brakes.DEFAULT);

  /** Before the ConfigMap has been seen it is not known whether a person said stop. */
  static final LiveConfig NOT_READ = new LiveConfig(true, Brakes.DEFAULT);

  /**
   * Reads the keys stop, maxConcurrent, maxPerDay and coolDown; what is absent takes its default.
   *
   * @throws IllegalArgumentException when a value cannot be read; the message names it
   */
  static LiveConfig of(Map<String, String> data) {
    if (data == null) {
      return DEFAULT;
    }
    String coolDown = data.get("coolDown");
    return new LiveConfig(
        stop(data.get("stop")),
        new Brakes(
            concurrency(data.get("maxConcurrent")),
            number(data, "maxPerDay", Brakes.DEFAULT.maxPerDay()),
            coolDown == null ? Brakes.DEFAULT.coolDown() : Durations.parse(coolDown.strip())));
  }

  /** Anything but a plain no means stop: who writes here in a hurry wants it to hold. */
  private static boolean stop(String text) {
    return text != null && !text.isBlank() && !text.strip().equalsIgnoreCase("false");
  }

  private static Concurrency concurrency(String text) {
    try {
      return text == null ? Brakes.DEFAULT.maxConcurrent() : Concurrency.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("maxConcurrent: " + e.getMessage(), e);
    }
  }

  private static int number(Map<String, String> data, String key, int otherwise) {
    String text = data.get(key);
    try {
      return text == null ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "%s is \"%s\", which is no whole number".formatted(key, text));
    }
  }
}
