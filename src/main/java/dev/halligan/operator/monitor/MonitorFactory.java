package dev.halligan.operator.monitor;

import dev.halligan.connection.ClusterKey;
import dev.halligan.connection.TargetConnection;
import dev.halligan.driver.DriverFactory;
import dev.halligan.probe.ApiProbe;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Starts monitors. A cluster's history outlives a change of its spec or credentials. */
public final class MonitorFactory {
  private final ApiProbe probe;
  private final DriverFactory driver;
  private final MonitorDependencies dependencies;
  private final Map<ClusterKey, ClusterHistory> memories = new ConcurrentHashMap<>();

  public MonitorFactory(ApiProbe probe, DriverFactory driver, MonitorDependencies dependencies) {
    this.probe = probe;
    this.driver = driver;
    this.dependencies = dependencies;
  }

  /**
   * Opens the driver and starts the monitor.
   *
   * @throws dev.halligan.control.ControlFailure if there is no driver for such a control plane
   * @throws IllegalArgumentException if a value of the spec cannot be used
   */
  public MonitoredCluster open(TargetConnection target) {
    ClusterHistory history =
        memories.compute(
            target.key(),
            (_, known) ->
                known != null && known.fits(target.spec())
                    ? known
                    : ClusterHistory.of(target.spec()));
    DriverFactory.DriverHandle handle = driver.open(target);
    ApiServerProber prober =
        new ApiServerProber(
            target,
            probe,
            history.samples(),
            dependencies.metrics(),
            dependencies.observer(),
            dependencies.clock());
    InstancePoller hosts =
        new InstancePoller(handle.driver().observer(), history.hosts(), dependencies.clock());
    EvidenceCollector evidence =
        new EvidenceCollector(
            target.key().name(),
            handle.driver(),
            history.snapshot(),
            history.hosts(),
            dependencies.clock());
    ClusterMonitor monitor =
        new ClusterMonitor(target, prober, hosts, evidence, history.assessment(), dependencies);
    monitor.start();
    return new MonitoredCluster(monitor, handle);
  }

  /** The heartbeat expected after a monitor reports news: a reconcile of its cluster. */
  public static String expectation(ClusterKey key) {
    return "status/" + key.name();
  }

  /** The cluster is gone for good. */
  public void forget(ClusterKey key) {
    memories.remove(key);
    dependencies.metrics().forget(key.name());
    dependencies.heartbeats().ended(expectation(key));
  }
}
