package dev.halligan.operator.observer;

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

/** When this process itself was too slow, during the last ten minutes. Thread-safe. */
public final class ObserverLog {
  /**
   * If a TLS server in the same process takes longer to answer, this process is slow. Half the time
   * that makes an API server's answer slow: a shorter delay cannot explain a slow answer.
   */
  static final Duration SLOW_CANARY = Duration.ofMillis(500);

  public static final Duration LATE_TIMER = Duration.ofMillis(500);

  /** How late after its deadline a probe may be closed by this process's timer. */
  public static final Duration LATE_SAMPLE = Duration.ofMillis(250);

  private static final Duration LOOK_BACK = Duration.ofMinutes(10);
  private static final Duration RECENT_WINDOW = Duration.ofMinutes(1);

  private final Deque<ObserverDoubt> doubts = new ArrayDeque<>();
  private final Metrics metrics;
  private final Clock clock;
  private Instant canaryAskedAt;

  public ObserverLog(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Records that this process was late by this much just now. */
  public void late(Sign sign, Duration by) {
    Instant now = clock.instant();
    add(new ObserverDoubt(sign, now.minus(by), now));
  }

  synchronized void canaryAsked() {
    canaryAskedAt = clock.instant();
  }

  /** In one step, so that no reader misses both the waiting canary and the doubt. */
  synchronized void canaryAnswered(Duration took) {
    canaryAskedAt = null;
    if (took.compareTo(SLOW_CANARY) > 0) {
      late(Sign.SLOW_CANARY, took);
    }
  }

  /** What is known of this process now, including a canary that has not answered yet. */
  public synchronized ObserverHealth health() {
    Instant now = clock.instant();
    List<ObserverDoubt> known = new ArrayList<>(doubts);
    if (canaryAskedAt != null && canaryAskedAt.plus(SLOW_CANARY).isBefore(now)) {
      known.add(new ObserverDoubt(Sign.SLOW_CANARY, canaryAskedAt, now));
    }
    return new ObserverHealth(known);
  }

  /** Since when there has been continuous doubt; empty if there is none now. */
  public Optional<Instant> inDoubtSince() {
    return inDoubtSince(DetectionSettings.DEFAULT.sustainedFor());
  }

  /** The same for a cluster whose states count after that time. */
  public Optional<Instant> inDoubtSince(Duration sustainedFor) {
    return health().inDoubtSince(clock.instant(), sustainedFor);
  }

  /** The signs of the last minute, each once. */
  synchronized List<Sign> recentSigns() {
    Instant recent = clock.instant().minus(RECENT_WINDOW);
    return doubts.stream()
        .filter(one -> one.to().isAfter(recent))
        .map(ObserverDoubt::sign)
        .distinct()
        .toList();
  }

  /**
   * Consecutive signs of one kind are one doubt, even with other signs in between, so that there
   * are never many.
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
