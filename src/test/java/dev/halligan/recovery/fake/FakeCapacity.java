package dev.halligan.recovery.fake;

import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.time.Duration;

/** The size of its API server, and growth. */
record FakeCapacity(FakeCluster world) implements ApiServerCapacity {

  @Override
  public Size size() {
    world.demandNodes();
    return ApiServerSetting.ORDINARY;
  }

  @Override
  public Size present() {
    return world.apiServer.present;
  }

  @Override
  public boolean runs() {
    return world.apiServer.running;
  }

  @Override
  public void grow(Size to, ResizeMode manner, Duration liveWithin) {
    if (world.apiServer.refusesGrowthInPlace && manner == ResizeMode.IN_PLACE) {
      throw new ControlFailure(Reason.UNSUPPORTED, "the kernel refused", "Grow it by restart");
    }
    world.reach();
    world.apiServer.hangs &= manner == ResizeMode.IN_PLACE;
    world.apiServer.growth = world.apiServer.growsTo;
    world.apiServer.present =
        new Size(Math.min(to.cpuMillis(), world.apiServer.processors * 1000), to.memoryBytes());
    world.act("grow " + to.cpuMillis() + " " + manner);
  }

  @Override
  public Growth growth() {
    return world.apiServer.growth;
  }

  @Override
  public boolean shrink() {
    if (world.clock.instant().isBefore(world.apiServer.shrinksFrom)) {
      world.clock.pass(world.apiServer.refusalTakes);
      throw new ControlFailure(Reason.CONFLICT, "a host restarts; others wait", "Ask again");
    }
    world.reach();
    world.apiServer.growth = Growth.NONE;
    world.act("shrink");
    return true;
  }
}
