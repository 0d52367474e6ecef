package dev.halligan.recovery.engine;

import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.time.Duration;

/** The size of its API server, and growth. */
record FakeCapacity(FakeCluster world) implements ApiServerCapacity {

  @Override
  public Size size() {
    world.demandNodes();
    return new Size(600, 1L << 30);
  }

  @Override
  public Size present() {
    return world.present;
  }

  @Override
  public boolean runs() {
    return world.processAlive;
  }

  @Override
  public void grow(Size to, ResizeMode manner, Duration liveWithin) {
    if (world.kernelRefuses && manner == ResizeMode.IN_PLACE) {
      throw new ControlFailure(Reason.UNSUPPORTED, "the kernel refused", "Grow it by restart");
    }
    world.hangs &= manner == ResizeMode.IN_PLACE;
    world.growth = world.growsTo;
    world.present = new Size(Math.min(to.cpuMillis(), world.processors * 1000), to.memoryBytes());
    world.act("grow " + to.cpuMillis() + " " + manner);
  }

  @Override
  public Growth growth() {
    return world.growth;
  }

  @Override
  public boolean shrink() {
    if (world.clock.instant().isBefore(world.shrunkFrom)) {
      world.clock.pass(world.hangingFor);
      throw new ControlFailure(Reason.CONFLICT, "a host restarts; others wait", "Ask again");
    }
    world.growth = Growth.NONE;
    world.act("shrink");
    return true;
  }
}
