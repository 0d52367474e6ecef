package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What this observer knows of itself. What was timed from a sign of doubt until a probe's deadline
 * after it is never believed. The doubt itself lasts for {@code sustainedFor} beyond that: so when
 * something is decided again, all that it rests on was timed without a sign.
 *
 * @param doubts of the last ten minutes, in any order
 */
public record ObserverHealth(List<ObserverDoubt> doubts) {

  /** It has no reason to doubt itself. */
  public static final ObserverHealth FINE = new ObserverHealth(List.of());

  public ObserverHealth {
    doubts = List.copyOf(doubts);
  }

  /** How long a doubt lasts after its last sign. */
  public static Duration memory(Duration sustainedFor) {
    return sustainedFor.plus(DetectionSettings.PROBE_DEADLINE);
  }

  /** Whether something that was timed between the two moments may be this observer's own doing. */
  boolean blurs(Instant from, Instant to) {
    return doubts.stream()
        .anyMatch(one -> to.isAfter(one.from()) && from.isBefore(clearAfter(one)));
  }

  /** Since when what it times is believed. */
  Instant clearSince() {
    return doubts.stream()
        .map(ObserverHealth::clearAfter)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static Instant clearAfter(ObserverDoubt one) {
    return one.to().plus(DetectionSettings.PROBE_DEADLINE);
  }

  /** Since when something may be decided again; later than now while it may not. */
  Instant fitSince(Duration sustainedFor) {
    return doubts.stream()
        .map(one -> one.to().plus(memory(sustainedFor)))
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  /** Since when it has been in doubt without a pause; empty when it is not in doubt now. */
  public Optional<Instant> inDoubtSince(Instant now, Duration sustainedFor) {
    return fitSince(sustainedFor).isAfter(now)
        ? Optional.of(unfitSince(now, sustainedFor))
        : Optional.empty();
  }

  /** When the doubt that holds now began; now when none does. */
  Instant unfitSince(Instant now, Duration sustainedFor) {
    Duration memory = memory(sustainedFor);
    Instant since = now;
    for (ObserverDoubt one : newestFirst()) {
      if (!one.from().isAfter(since) && one.to().plus(memory).isAfter(since)) {
        since = one.from();
      }
    }
    return since;
  }

  private List<ObserverDoubt> newestFirst() {
    return doubts.stream().sorted(Comparator.comparing(ObserverDoubt::to).reversed()).toList();
  }
}
