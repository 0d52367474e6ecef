package dev.halligan.operator.decision;

import dev.halligan.api.v1alpha1.Durations;
import dev.halligan.policy.ActionLimits;
import dev.halligan.policy.Concurrency;
import java.util.Map;

/**
 * The settings that people change while the operator runs, from the ConfigMap {@code
 * halligan-config}.
 *
 * @param stop whether every act on every cluster is stopped
 */
public record LiveConfig(boolean stop, ActionLimits brakes) {
  public static final String NAME = "halligan-config";
  public static final LiveConfig DEFAULT = new LiveConfig(false, ActionLimits.DEFAULT);

  /** Until the ConfigMap has been read, a global stop may be set. */
  static final LiveConfig NOT_READ = new LiveConfig(true, ActionLimits.DEFAULT);

  /**
   * Reads the {@link ConfigKeys}; an absent one takes its default.
   *
   * @throws IllegalArgumentException when a value cannot be read; the message names it
   */
  static LiveConfig of(Map<String, String> data) {
    if (data == null) {
      return DEFAULT;
    }
    String coolDown = data.get(ConfigKeys.COOL_DOWN);
    return new LiveConfig(
        stop(data.get(ConfigKeys.STOP)),
        new ActionLimits(
            concurrency(data.get(ConfigKeys.MAX_CONCURRENT)),
            number(data, ConfigKeys.MAX_PER_DAY, ActionLimits.DEFAULT.maxPerDay()),
            coolDown == null
                ? ActionLimits.DEFAULT.coolDown()
                : Durations.parse(coolDown.strip())));
  }

  /** Any value except false means stop, because a person in a hurry may mistype it. */
  private static boolean stop(String text) {
    return text != null && !text.isBlank() && !text.strip().equalsIgnoreCase("false");
  }

  private static Concurrency concurrency(String text) {
    try {
      return text == null ? ActionLimits.DEFAULT.maxConcurrent() : Concurrency.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(ConfigKeys.MAX_CONCURRENT + ": " + e.getMessage(), e);
    }
  }

  private static int number(Map<String, String> data, String key, int otherwise) {
    String text = data.get(key);
    try {
      return text == null ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("%s=\"%s\" is not a whole number".formatted(key, text));
    }
  }
}
