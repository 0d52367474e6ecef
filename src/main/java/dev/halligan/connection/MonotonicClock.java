package dev.halligan.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of the process: it runs by the JVM's monotonic timer and never goes back. When the wall
 * clock is changed, it does not jump but runs 5 % faster or slower until both agree: no jump makes
 * anything due, and the times that people read become correct over time. Thread-safe.
 */
public final class MonotonicClock extends Clock {
  private static final Logger log = LoggerFactory.getLogger(MonotonicClock.class);

  /** The divisor of the slew rate: 10 minutes are corrected in 3 h 20 min. */
  private static final int SLEW = 20;

  /** Less is ordinary NTP adjustment, which is not worth a log line. */
  private static final Duration NOTABLE = Duration.ofSeconds(10);

  private final Clock wall;
  private final LongSupplier nanos;
  private Instant told;
  private long toldAt;
  private boolean apart;

  /** Starts at the current wall time; {@code monotonicNanos} as System.nanoTime. */
  public MonotonicClock(Clock wall, LongSupplier monotonicNanos) {
    this.wall = wall;
    this.nanos = monotonicNanos;
    this.told = wall.instant();
    this.toldAt = monotonicNanos.getAsLong();
  }

  /** Starts at the current wall time. */
  public static MonotonicClock following(Clock wall) {
    return new MonotonicClock(wall, System::nanoTime);
  }

  @Override
  public synchronized Instant instant() {
    long now = nanos.getAsLong();
    long passed = Math.max(0, now - toldAt);
    Instant steady = told.plusNanos(passed);
    Duration off = Duration.between(steady, wall.instant());
    notice(off);
    told = steady.plus(atMost(Duration.ofNanos(passed / SLEW), off));
    toldAt = now;
    return told;
  }

  private static Duration atMost(Duration most, Duration off) {
    if (off.abs().compareTo(most) <= 0) {
      return off;
    }
    return off.isNegative() ? most.negated() : most;
  }

  private void notice(Duration off) {
    boolean now = off.abs().compareTo(NOTABLE) >= 0;
    if (now && !apart) {
      log.atWarn()
          .addKeyValue("seconds", off.toSeconds())
          .log("the wall clock was changed; this process's timestamps follow it by 3 s a minute");
    }
    apart = now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
