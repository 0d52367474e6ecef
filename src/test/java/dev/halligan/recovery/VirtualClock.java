package dev.halligan.recovery;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of a {@link World}. */
final class VirtualClock extends Clock {
  private final World world;

  VirtualClock(World world) {
    this.world = world;
  }

  @Override
  public Instant instant() {
    return world.now;
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
