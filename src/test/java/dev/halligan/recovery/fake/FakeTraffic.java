package dev.halligan.recovery.fake;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.control.Traffic;
import java.util.Map;

/** The weights of its routes. */
record FakeTraffic(FakeCluster world) implements Traffic {

  @Override
  public Map<String, Integer> weights(Route route) {
    return Map.copyOf(world.weights);
  }

  @Override
  public void redirect(Route route) {
    world.reach();
    world.weights.putAll(Map.of("0/sick", 0, "0/well", 100));
    world.act("redirect");
  }

  @Override
  public boolean restore(Route route, Map<String, Integer> before) {
    world.reach();
    world.weights.putAll(before);
    world.act("route back");
    return true;
  }
}
