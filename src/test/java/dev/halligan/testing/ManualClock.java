package dev.halligan.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** The only clock of tests: it stands still until a test moves it. */
public final class ManualClock extends Clock {
  private volatile Instant now;

  public ManualClock() {
    this(Instant.parse("2026-01-02T03:04:05Z"));
  }

  public ManualClock(Instant now) {
    this.now = now;
  }

  /** A negative time sets it back. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  public void set(Instant to) {
    now = to;
  }

  /** What {@link System#nanoTime()} would say: only differences mean something. */
  public long nanos() {
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public Instant instant() {
    return now;
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
