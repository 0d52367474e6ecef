package dev.halligan.recovery.action.culprit;

import dev.halligan.attribution.RejectedPacketRates;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts rejected packets at the fence twice; the difference shows which clients keep retrying. */
final class ClientSampling {
  /**
   * Until the reconnect burst subsides. Measured on kubeadm nodes: 20 tries a second at first, then
   * 3.
   */
  private static final Duration FIRST_KNOCKS = Duration.ofSeconds(4);

  private static final Duration LISTEN = Duration.ofSeconds(3);

  private ClientSampling() {}

  /** False where the fence does not count packets, and once the first sample is taken. */
  static boolean isDue(StepContext step) {
    return step.fence().counts() && step.progress(CulpritProgress.class).sample() == null;
  }

  /** Waits, or takes the first sample. */
  static Outcome begin(StepContext step) {
    Duration early = early(step);
    if (early.isPositive()) {
      return new Outcome.Again("waiting for the reconnect burst to subside", early);
    }
    RejectedPacketCounts sample = look(step);
    step.progress(step.progress(CulpritProgress.class).withSample(sample));
    return new Outcome.Again("counting which clients keep retrying at the fence", LISTEN);
  }

  /** The rates since the first sample. */
  static RejectedPacketRates heard(StepContext step) {
    return Optional.ofNullable(step.progress(CulpritProgress.class).sample())
        .flatMap(then -> fencedAt(step).map(fenced -> look(step).since(then, fenced)))
        .orElse(RejectedPacketRates.UNKNOWN);
  }

  private static RejectedPacketCounts look(StepContext step) {
    return RejectedPacketCounts.at(step.fence(), step.stamp());
  }

  /** How long to wait before the first sample. */
  private static Duration early(StepContext step) {
    return fencedAt(step)
        .map(fenced -> Duration.between(step.context().now(), fenced.plus(FIRST_KNOCKS)))
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> fencedAt(StepContext step) {
    return Optional.ofNullable(step.record().timeline().fencedAt()).map(Instant::parse);
  }
}
