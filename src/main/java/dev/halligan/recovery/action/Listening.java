package dev.halligan.recovery.action;

import dev.halligan.diagnosis.Knocking;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks twice at who knocks at the fence: the difference tells who goes on. */
final class Listening {
  private static final String LISTENING = "listening";

  /**
   * Until most who lost a connection knock more rarely. Measured on kubeadm nodes: 20 times a
   * second at first, 3 times then.
   */
  private static final Duration FIRST_KNOCKS = Duration.ofSeconds(4);

  private static final Duration LISTEN = Duration.ofSeconds(3);

  private Listening() {}

  /** Nothing to listen to where nobody counts, or once the first look is taken. */
  static boolean isDue(StepContext step) {
    return step.situation().hands().fence().counts() && !step.progress().containsKey(LISTENING);
  }

  /** Waits, or takes the first look. */
  static Outcome begin(StepContext step) {
    Duration early = early(step);
    return early.isPositive()
        ? new Outcome.Again(
            "waiting until those who lost a connection knock more rarely", early, step.progress())
        : new Outcome.Again(
            "listening who goes on knocking at the fence",
            LISTEN,
            Steps.plus(step.progress(), LISTENING, look(step).format()));
  }

  /** What was heard since the first look. */
  static Knocking heard(StepContext step) {
    return Optional.ofNullable(step.progress().get(LISTENING))
        .map(Knocks::parse)
        .flatMap(then -> fencedAt(step).map(fenced -> look(step).since(then, fenced)))
        .orElse(Knocking.UNKNOWN);
  }

  private static Knocks look(StepContext step) {
    return Knocks.at(step.situation().hands().fence(), step.situation().now());
  }

  /** How much too early it is for the first look. */
  private static Duration early(StepContext step) {
    return fencedAt(step)
        .map(fenced -> Duration.between(step.situation().now(), fenced.plus(FIRST_KNOCKS)))
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> fencedAt(StepContext step) {
    return Optional.ofNullable(step.ledger().timeline().fencedAt()).map(Instant::parse);
  }
}
