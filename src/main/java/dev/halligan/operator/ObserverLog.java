package dev.halligan.operator;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.ObserverDoubt;
import dev.halligan.diagnosis.ObserverDoubt.Sign;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.observe.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** When this process was too slow itself, for the last ten minutes. Thread-safe. */
final class ObserverLog {
  /** A TLS server in the same process that takes longer is kept waiting by this process. */
  static final Duration SLOW_CANARY = Duration.ofMillis(200);

  static final Duration LATE_TIMER = Duration.ofMillis(500);

  /** Beyond its deadline a probe is closed by a timer of ours. */
  static final Duration LATE_SAMPLE = Duration.ofMillis(250);

  private static final Duration LOOK_BACK = Duration.ofMinutes(10);

  private final Deque<ObserverDoubt> doubts = new ArrayDeque<>();
  private final Metrics metrics;
  private final Clock clock;
  private Instant canaryAskedAt;

  ObserverLog(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Notes that this process was late by so much just now. */
  void late(Sign sign, Duration by) {
    Instant now = clock.instant();
    add(new ObserverDoubt(sign, now.minus(by), now));
  }

  synchronized void canaryAsked() {
    canaryAskedAt = clock.instant();
  }

  void canaryAnswered(Duration took) {
    synchronized (this) {
      canaryAskedAt = null;
    }
    if (took.compareTo(SLOW_CANARY) > 0) {
      late(Sign.SLOW_CANARY, took);
    }
  }

  /** What is known of this process now; a canary that is still being waited for counts. */
  synchronized ObserverHealth health() {
    Instant now = clock.instant();
    List<ObserverDoubt> known = new ArrayList<>(doubts);
    if (canaryAskedAt != null && canaryAskedAt.plus(SLOW_CANARY).isBefore(now)) {
      known.add(new ObserverDoubt(Sign.SLOW_CANARY, canaryAskedAt, now));
    }
    return new ObserverHealth(known);
  }

  /** Since when there has been reason for doubt without a pause; empty when there is none now. */
  Optional<Instant> inDoubtSince() {
    return health().inDoubtSince(clock.instant(), DetectionSettings.DEFAULT.sustainedFor());
  }

  /** Signs of one kind that follow each other are one doubt, so that there are never many. */
  private synchronized void add(ObserverDoubt next) {
    ObserverDoubt last = doubts.peekLast();
    boolean goesOn =
        last != null
            && last.sign() == next.sign()
            && !next.from().isAfter(last.to().plusSeconds(2));
    if (goesOn) {
      doubts.removeLast();
    } else {
      metrics.doubted(next.sign());
    }
    doubts.addLast(
        goesOn
            ? new ObserverDoubt(next.sign(), earlier(last.from(), next.from()), next.to())
            : next);
    Instant oldest = next.to().minus(LOOK_BACK);
    doubts.removeIf(one -> one.to().isBefore(oldest));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
