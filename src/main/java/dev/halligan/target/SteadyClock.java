package dev.halligan.target;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of the process: it runs by the JVM's monotonic timer and never goes back. When wall
 * time is set it does not jump, but goes 5 % faster or slower until both agree: nothing becomes due
 * by a jump, and the times that people read come right by themselves. Safe for many threads.
 */
public final class SteadyClock extends Clock {
  private static final Logger log = LoggerFactory.getLogger(SteadyClock.class);

  /** One part in so many: 10 minutes are made up for in 3 h 20 min. */
  private static final int SLEW = 20;

  /** Less is the ordinary work of NTP, of which nobody needs to know. */
  private static final Duration NOTABLE = Duration.ofSeconds(10);

  private final Clock wall;
  private final LongSupplier nanos;
  private Instant told;
  private long toldAt;
  private boolean apart;

  /** Begins at the present wall time; {@code monotonicNanos} as System.nanoTime. */
  public SteadyClock(Clock wall, LongSupplier monotonicNanos) {
    this.wall = wall;
    this.nanos = monotonicNanos;
    this.told = wall.instant();
    this.toldAt = monotonicNanos.getAsLong();
  }

  /** Begins at the present wall time. */
  public static SteadyClock following(Clock wall) {
    return new SteadyClock(wall, System::nanoTime);
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
          .log("wall time was set; times written by this process follow it by 3 s a minute");
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
