package dev.halligan.operator;

import dev.halligan.observe.Metrics;
import dev.halligan.observe.Pulse;
import dev.halligan.target.ClusterKey;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What all watches share.
 *
 * @param changed told when a cluster's status should be written
 */
record WatchWorld(
    Decider decider,
    Fleet fleet,
    ObserverLog observer,
    Metrics metrics,
    Pulse pulse,
    Clock clock,
    Consumer<ClusterKey> changed) {}
