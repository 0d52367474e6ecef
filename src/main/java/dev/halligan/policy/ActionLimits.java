package dev.halligan.policy;

import java.time.Duration;

/**
 * How often Halligan may act without a person's request.
 *
 * @param maxConcurrent clusters that may be recovered at the same time
 * @param maxPerDay recoveries of one cluster in any 24 hours that raised a fence, or that
 *     automation began and that succeeded; 0 or more, 0 stops all acts
 * @param coolDown minimum time between the starts of two such recoveries, not negative; after any
 *     other attempt, 60 s
 */
public record ActionLimits(Concurrency maxConcurrent, int maxPerDay, Duration coolDown) {

  /**
   * A quarter of the fleet at once, but at least three clusters; six recoveries of one cluster a
   * day, ten minutes apart.
   */
  public static final ActionLimits DEFAULT =
      new ActionLimits(new Concurrency.Share(25), 6, Duration.ofMinutes(10));

  public ActionLimits {
    if (maxPerDay < 0 || coolDown.isNegative()) {
      throw new IllegalArgumentException(
          "maxPerDay and coolDown must not be negative: %d, %s".formatted(maxPerDay, coolDown));
    }
  }
}
