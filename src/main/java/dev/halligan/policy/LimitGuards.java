package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.diagnosis.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Limits on how often automation acts. A recovery dated in the future (a clock went back) counts as
 * just started.
 */
final class LimitGuards {

  private static final Duration DAY = Duration.ofHours(24);

  /** An attempt that raised no fence may be repeated after this time. */
  private static final Duration RETRY = Duration.ofSeconds(60);

  private LimitGuards() {}

  static Optional<Decision> tooManyAtOnce(Verdict verdict, PolicyInputs in, Instant now) {
    int most = in.brakes().maxConcurrent().of(in.observer().fleetSize());
    return Guards.refuseIf(
        in.recoveringElsewhere() >= most,
        Reasons.CONCURRENCY_LIMIT,
        ("%d other clusters are being recovered; the limit is %d at once (maxConcurrent %s, %d"
                + " clusters). Halligan decides again once one of them has ended.")
            .formatted(
                in.recoveringElsewhere(),
                most,
                in.brakes().maxConcurrent(),
                in.observer().fleetSize()));
  }

  static Optional<Decision> tooManyPerDay(Verdict verdict, PolicyInputs in, Instant now) {
    long today = in.pastRecoveries().stream().filter(at -> at.isAfter(now.minus(DAY))).count();
    return Guards.refuseIf(
        today >= in.brakes().maxPerDay(),
        Reasons.DAILY_LIMIT,
        ("%d recoveries of this cluster started within 24 hours; the limit is %d (maxPerDay). The"
                + " cause keeps coming back: a person must investigate.")
            .formatted(today, in.brakes().maxPerDay()));
  }

  static Optional<Decision> coolingDown(Verdict verdict, PolicyInputs in, Instant now) {
    Optional<Instant> fenced = in.pastRecoveries().stream().max(Comparator.naturalOrder());
    return cooling(fenced, in.brakes().coolDown(), now)
        .or(() -> cooling(in.lastAttempt(), RETRY, now));
  }

  private static Optional<Decision> cooling(
      Optional<Instant> last, Duration coolDown, Instant now) {
    return last.map(at -> at.isAfter(now) ? now : at)
        .map(at -> Duration.between(now, at.plus(coolDown)))
        .filter(Duration::isPositive)
        .map(
            left ->
                new Decision.Refuse(
                    Reasons.COOLDOWN,
                    "The last recovery of this cluster started less than %d s ago; %d s to go."
                        .formatted(coolDown.toSeconds(), roundedUp(left))));
  }

  private static long roundedUp(Duration left) {
    return left.plusNanos(999_999_999).toSeconds();
  }
}
