package dev.halligan.policy;

import java.time.Duration;

/**
 * How often Halligan may act by itself.
 *
 * @param maxConcurrent clusters that may be recovered at the same time
 * @param maxPerDay recoveries of one cluster in any 24 hours that raised a fence, or that
 *     automation began and that ended well; 0 or more, 0 stops all acts
 * @param coolDown least time between the starts of two such recoveries, not negative; after any
 *     other attempt, 60 s
 */
public record Brakes(Concurrency maxConcurrent, int maxPerDay, Duration coolDown) {

  /**
   * A quarter of the fleet at once, and three clusters at least; six recoveries of one cluster a
   * day, ten minutes apart.
   */
  public static final Brakes DEFAULT =
      new Brakes(new Concurrency.Share(25), 6, Duration.ofMinutes(10));

  public Brakes {
    if (maxPerDay < 0 || coolDown.isNegative()) {
      throw new IllegalArgumentException(
          "brakes cannot be negative: maxPerDay %d, coolDown %s".formatted(maxPerDay, coolDown));
    }
  }
}
