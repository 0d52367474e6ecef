package dev.halligan.operator.runtime;

import dev.halligan.observe.Heartbeats;
import dev.halligan.observe.Metrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Wraps every reconcile. The SDK retries exceptions, but an Error would freeze its resource forever
 * while health stays green. A heartbeat reveals a reconcile that never returns.
 */
public final class ReconcileGuard {
  /** Every call inside a reconcile has a deadline of seconds. */
  private static final Duration LONGEST_PASS = Duration.ofMinutes(2);

  private final String controller;
  private final Metrics metrics;
  private final Heartbeats heartbeats;

  public ReconcileGuard(String controller, Metrics metrics, Heartbeats heartbeats) {
    this.controller = controller;
    this.metrics = metrics;
    this.heartbeats = heartbeats;
  }

  public <P extends HasMetadata> UpdateControl<P> run(P resource, Callable<UpdateControl<P>> work)
      throws Exception {
    String loop = controller + "/" + resource.getMetadata().getName();
    heartbeats.beat(loop, LONGEST_PASS);
    try {
      return work.call();
    } catch (Exception e) {
      metrics.failed(controller);
      throw e;
    } catch (Throwable e) {
      metrics.failed(controller);
      throw new IllegalStateException("failed to reconcile " + loop, e);
    } finally {
      heartbeats.ended(loop);
    }
  }
}
