package dev.halligan.operator;

import dev.halligan.diagnosis.ObserverDoubt.Sign;
import dev.halligan.observe.Metrics;
import dev.halligan.observe.Pulse;
import dev.halligan.probe.Canary;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times this process itself once a second: what it finds is the yardstick for everything that it
 * times elsewhere.
 */
final class ObserverMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ObserverMonitor.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONG = ObserverLog.SLOW_CANARY;

  /** The kernel counts on every processor, so that a pause nobody feels adds up as well. */
  private static final Duration FELT = Duration.ofMillis(100);

  /** One that never answers means that this process is stuck; a restart is the cure. */
  private static final Duration STUCK_AFTER = Duration.ofMinutes(5);

  private final Canary canary;
  private final ObserverLog observer;
  private final CpuThrottling throttling;
  private final Metrics metrics;
  private final Pulse pulse;
  private final Rounds rounds = new Rounds(() -> INTERVAL);
  private final Thread thread = Thread.ofVirtual().name("observer").unstarted(this::run);
  private Duration throttled;
  private Duration collected;
  private boolean doubting;

  ObserverMonitor(
      Canary canary, ObserverLog observer, CpuThrottling throttling, Metrics metrics, Pulse pulse) {
    this.canary = canary;
    this.observer = observer;
    this.throttling = throttling;
    this.metrics = metrics;
    this.pulse = pulse;
    this.throttled = throttling.total();
    this.collected = collectionTime();
  }

  void start() {
    pulse.beat("canary", STUCK_AFTER);
    thread.start();
  }

  private void run() {
    rounds.begin(Duration.ZERO);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Duration late = rounds.await();
        if (late.compareTo(ObserverLog.LATE_TIMER) > 0) {
          observer.late(Sign.LATE_TIMER, late);
        }
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      pulse.ended("canary");
    }
  }

  private void look() {
    observer.canaryAsked();
    Duration took = canary.ask();
    observer.canaryAnswered(took);
    metrics.canary(took);
    if (took.compareTo(Canary.DEADLINE) < 0) {
      pulse.beat("canary", STUCK_AFTER);
    }
    Duration held = throttling.total();
    if (took.compareTo(FELT) > 0) {
      note(Sign.CPU_THROTTLED, held.minus(throttled));
    }
    throttled = held;
    Duration paused = collectionTime();
    note(Sign.GC_PAUSE, paused.minus(collected));
    collected = paused;
    tell();
  }

  private void note(Sign sign, Duration lost) {
    if (lost.compareTo(LONG) > 0) {
      observer.late(sign, lost);
    }
  }

  private void tell() {
    boolean now = observer.inDoubtSince().isPresent();
    if (now != doubting) {
      doubting = now;
      log.atWarn()
          .addKeyValue("doubt", now)
          .addKeyValue("signs", observer.recentSigns())
          .log("observer");
    }
  }

  private static Duration collectionTime() {
    return Duration.ofMillis(
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .filter(millis -> millis > 0)
            .sum());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
