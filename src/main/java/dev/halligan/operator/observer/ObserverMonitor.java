package dev.halligan.operator.observer;

import dev.halligan.diagnosis.ObserverDoubt.Sign;
import dev.halligan.observe.Heartbeats;
import dev.halligan.observe.Metrics;
import dev.halligan.probe.Canary;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times this process itself once a second. The result tells how far its measurements of clusters
 * can be trusted.
 */
public final class ObserverMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ObserverMonitor.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONG = ObserverLog.SLOW_CANARY;

  /** The kernel adds up throttling over all processors, so it may count pauses without effect. */
  private static final Duration FELT = Duration.ofMillis(100);

  /** A canary that never answers means that this process is stuck; a restart helps. */
  private static final Duration STUCK_AFTER = Duration.ofMinutes(5);

  private final Canary canary;
  private final ObserverLog observer;
  private final CpuThrottling throttling;
  private final Metrics metrics;
  private final Heartbeats heartbeats;
  private final ProbeTicker rounds = new ProbeTicker(() -> INTERVAL);
  private final Thread thread = Thread.ofVirtual().name("observer").unstarted(this::run);
  private Duration throttled;
  private Duration collected;
  private boolean doubting;

  public ObserverMonitor(
      Canary canary,
      ObserverLog observer,
      CpuThrottling throttling,
      Metrics metrics,
      Heartbeats heartbeats) {
    this.canary = canary;
    this.observer = observer;
    this.throttling = throttling;
    this.metrics = metrics;
    this.heartbeats = heartbeats;
    this.throttled = throttling.total();
    this.collected = collectionTime();
  }

  public void start() {
    heartbeats.beat("canary", STUCK_AFTER);
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
      heartbeats.ended("canary");
    }
  }

  private void look() {
    observer.canaryAsked();
    Duration took = canary.ask();
    observer.canaryAnswered(took);
    metrics.canary(took);
    if (took.compareTo(Canary.DEADLINE) < 0) {
      heartbeats.beat("canary", STUCK_AFTER);
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
          .log("observer trust changed");
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
