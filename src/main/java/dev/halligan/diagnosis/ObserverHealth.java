package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What this observer knows about itself. Measurements between a sign of doubt and one probe
 * deadline after it never count. The doubt lasts {@code sustainedFor} longer, so that the next
 * decision rests only on measurements without a sign.
 *
 * @param doubts those of the last ten minutes, in any order
 */
public record ObserverHealth(List<ObserverDoubt> doubts) {

  /** No doubts. */
  public static final ObserverHealth FINE = new ObserverHealth(List.of());

  public ObserverHealth {
    doubts = List.copyOf(doubts);
  }

  /** How long a doubt lasts after its last sign. */
  static Duration doubtDuration(Duration sustainedFor) {
    return sustainedFor.plus(DetectionSettings.PROBE_DEADLINE);
  }

  /** Whether this observer itself may have distorted a measurement in this period. */
  public boolean blurs(Instant from, Instant to) {
    return doubts.stream()
        .anyMatch(one -> to.isAfter(one.from()) && from.isBefore(clearAfter(one)));
  }

  /** The time from which its measurements count. */
  public Instant clearSince() {
    return doubts.stream()
        .map(ObserverHealth::clearAfter)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static Instant clearAfter(ObserverDoubt one) {
    return one.to().plus(DetectionSettings.PROBE_DEADLINE);
  }

  /** The time from which decisions are allowed again; in the future while they are not. */
  public Instant fitSince(Duration sustainedFor) {
    return doubts.stream()
        .map(one -> one.to().plus(doubtDuration(sustainedFor)))
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** Since when it has been in doubt without a break; empty if it is not in doubt now. */
  public Optional<Instant> inDoubtSince(Instant now, Duration sustainedFor) {
    return fitSince(sustainedFor).isAfter(now)
        ? Optional.of(unfitSince(now, sustainedFor))
        : Optional.empty();
  }

  /** When the current doubt began; now if there is none. */
  Instant unfitSince(Instant now, Duration sustainedFor) {
    Duration lasting = doubtDuration(sustainedFor);
    Instant since = now;
    for (ObserverDoubt one : newestFirst()) {
      if (!one.from().isAfter(since) && one.to().plus(lasting).isAfter(since)) {
        since = one.from();
      }
    }
    return since;
  }

  private List<ObserverDoubt> newestFirst() {
    return doubts.stream().sorted(Comparator.comparing(ObserverDoubt::to).reversed()).toList();
  }
}
