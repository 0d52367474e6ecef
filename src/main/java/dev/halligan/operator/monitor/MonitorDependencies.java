package dev.halligan.operator.monitor;

import dev.halligan.connection.ClusterKey;
import dev.halligan.observe.Heartbeats;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.decision.AutomationTrigger;
import dev.halligan.operator.decision.FleetHealth;
import dev.halligan.operator.observer.ObserverLog;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What all monitors share.
 *
 * @param changed called when a cluster's status should be written
 */
public record MonitorDependencies(
    AutomationTrigger trigger,
    FleetHealth fleet,
    ObserverLog observer,
    Metrics metrics,
    Heartbeats heartbeats,
    Clock clock,
    Consumer<ClusterKey> changed) {}
