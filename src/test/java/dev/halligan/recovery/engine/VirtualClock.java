package dev.halligan.recovery.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of a {@link FakeCluster}. */
final class VirtualClock extends Clock {
  private final FakeCluster world;

  VirtualClock(FakeCluster world) {
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
