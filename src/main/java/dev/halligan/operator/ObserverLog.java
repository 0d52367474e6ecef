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
  /**
   * A TLS server in the same process that takes longer is kept waiting by this process. Half of
   * what an API server's answer has to take to be called slow: less explains no such answer.
   */
  static final Duration SLOW_CANARY = Duration.ofMillis(500);

  static final Duration LATE_TIMER = Duration.ofMillis(500);

  /** Beyond its deadline a probe is closed by a timer of ours. */
  static final Duration LATE_SAMPLE = Duration.ofMillis(250);

  private static final Duration LOOK_BACK = Duration.ofMinutes(10);
  private static final Duration LATELY = Duration.ofMinutes(1);

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

  /** In one step, so that nobody sees neither the waiting nor the doubt. */
  synchronized void canaryAnswered(Duration took) {
    canaryAskedAt = null;
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
    return inDoubtSince(DetectionSettings.DEFAULT.sustainedFor());
  }

  /** The same for a cluster whose states are believed after that time. */
  Optional<Instant> inDoubtSince(Duration sustainedFor) {
    return health().inDoubtSince(clock.instant(), sustainedFor);
  }

  /** The signs of the last minute, each once. */
  synchronized List<Sign> recentSigns() {
    Instant recent = clock.instant().minus(LATELY);
    return doubts.stream()
        .filter(one -> one.to().isAfter(recent))
        .map(ObserverDoubt::sign)
        .distinct()
        .toList();
  }

  /**
   * Signs of one kind that follow each other are one doubt, whatever other signs came between, so
   * that there are never many.
   */
  private synchronized void add(ObserverDoubt next) {
    Optional<ObserverDoubt> last = newest(next.sign()).filter(one -> isContinuedBy(one, next));
    last.ifPresentOrElse(doubts::removeLastOccurrence, () -> metrics.doubted(next.sign()));
    Instant from = last.map(one -> earlier(one.from(), next.from())).orElse(next.from());
    doubts.addLast(new ObserverDoubt(next.sign(), from, next.to()));
    Instant oldest = next.to().minus(LOOK_BACK);
    doubts.removeIf(one -> one.to().isBefore(oldest));
  }

  private Optional<ObserverDoubt> newest(Sign sign) {
    return doubts.reversed().stream().filter(one -> one.sign() == sign).findFirst();
  }

  private static boolean isContinuedBy(ObserverDoubt last, ObserverDoubt next) {
    return !next.from().isAfter(last.to().plusSeconds(2));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
