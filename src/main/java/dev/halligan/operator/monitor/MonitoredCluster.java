package dev.halligan.operator.monitor;

import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.driver.DriverFactory;

/** A watched cluster, with the driver to act on it. */
public record MonitoredCluster(ClusterMonitor monitor, DriverFactory.DriverHandle handle)
    implements AutoCloseable {

  public ControlPlaneDriver driver() {
    return handle.driver();
  }

  @Override
  public void close() {
    monitor.close();
    handle.close();
  }
}
