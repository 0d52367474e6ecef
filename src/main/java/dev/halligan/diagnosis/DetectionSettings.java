package dev.halligan.diagnosis;

import dev.halligan.api.v1alpha1.Durations;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import java.time.Duration;

/**
 * How quickly a verdict is reached.
 *
 * @param interval between two probes of one lane of one instance, above 0
 * @param sustainedFor how long a state must last before it counts, above 0
 * @param slowerThan a slower answer is bad, above 0
 */
public record DetectionSettings(Duration interval, Duration sustainedFor, Duration slowerThan) {

  /**
   * The deadline of a probe: long enough to tell slow from dead, short enough for several probes
   * before a verdict.
   */
  public static final Duration PROBE_DEADLINE = Duration.ofSeconds(3);

  /** A probe every 2 s, a verdict after 10 s, slow above 1 s. */
  public static final DetectionSettings DEFAULT =
      new DetectionSettings(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1));

  public DetectionSettings {
    if (!interval.isPositive() || !sustainedFor.isPositive() || !slowerThan.isPositive()) {
      throw new IllegalArgumentException(
          "detection durations must be above zero: interval %s, sustainedFor %s, slowerThan %s"
              .formatted(interval, sustainedFor, slowerThan));
    }
  }

  /**
   * The settings of a cluster; absent ones have their defaults.
   *
   * @throws IllegalArgumentException if a duration cannot be read or is zero
   */
  public static DetectionSettings of(ProtectedClusterSpec.Detection detection) {
    if (detection == null) {
      return DEFAULT;
    }
    return new DetectionSettings(
        orDefault(detection.interval(), DEFAULT.interval()),
        orDefault(detection.sustainedFor(), DEFAULT.sustainedFor()),
        orDefault(detection.slowerThan(), DEFAULT.slowerThan()));
  }

  private static Duration orDefault(String text, Duration otherwise) {
    return text == null ? otherwise : Durations.parse(text);
  }
}
