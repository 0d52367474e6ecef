package dev.halligan.recovery.fake;

import dev.halligan.control.NodeLifecycle;
import java.time.Duration;

/** The freeze of its nodes. */
record FakeLifecycle(FakeCluster world) implements NodeLifecycle {

  @Override
  public Method choose(boolean adminLaneOpen) {
    world.demandNodes();
    return adminLaneOpen ? Method.RENEW_LEASES : Method.STOP_CONTROLLER_MANAGER;
  }

  @Override
  public void freeze(Method method, Duration ttl) {
    world.reach();
    world.frozen = true;
    world.stopped |= method == Method.STOP_CONTROLLER_MANAGER;
    world.act("freeze " + method);
  }

  @Override
  public void thaw(Method method) {
    world.reach();
    world.stopped &= method != Method.STOP_CONTROLLER_MANAGER;
    world.frozen = world.stopped;
    world.act("thaw " + method);
  }

  @Override
  public Freshness freshness() {
    return new Freshness(3, 3);
  }
}
