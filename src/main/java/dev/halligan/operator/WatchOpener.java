package dev.halligan.operator;

import dev.halligan.control.HandsFactory;
import dev.halligan.probe.ApiProbe;
import dev.halligan.target.ClusterKey;
import dev.halligan.target.TargetConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Starts watches. What was seen of a cluster outlives a change of its spec or credentials. */
final class WatchOpener {
  private final ApiProbe probe;
  private final HandsFactory hands;
  private final WatchWorld world;
  private final Map<ClusterKey, Memory> memories = new ConcurrentHashMap<>();

  WatchOpener(ApiProbe probe, HandsFactory hands, WatchWorld world) {
    this.probe = probe;
    this.hands = hands;
    this.world = world;
  }

  /**
   * Opens the hands and starts to watch.
   *
   * @throws dev.halligan.control.ControlFailure when there are no hands for such a control plane
   * @throws IllegalArgumentException when a value of the spec cannot be used
   */
  WatchedCluster open(TargetConnection target) {
    Memory memory =
        memories.compute(
            target.key(),
            (_, known) ->
                known != null && known.fits(target.spec()) ? known : Memory.of(target.spec()));
    HandsFactory.Grip grip = hands.open(target);
    Eyes eyes =
        new Eyes(target, probe, memory.samples(), world.metrics(), world.observer(), world.clock());
    HostEyes hosts = new HostEyes(grip.hands().surroundings(), memory.hosts(), world.clock());
    EvidenceTaker evidence =
        new EvidenceTaker(
            target.key().name(), grip.hands(), memory.page(), memory.hosts(), world.clock());
    ClusterWatch watch = new ClusterWatch(target, eyes, hosts, evidence, memory.outlook(), world);
    watch.start();
    return new WatchedCluster(watch, grip);
  }

  /** The cluster is gone for good. */
  void forget(ClusterKey key) {
    memories.remove(key);
    world.metrics().forget(key.name());
    world.pulse().ended(ClusterSources.expectation(key));
  }
}
