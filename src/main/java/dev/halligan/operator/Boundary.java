package dev.halligan.operator;

import dev.halligan.observe.Metrics;
import dev.halligan.observe.Pulse;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * The edge around every pass. The SDK retries exceptions, but an Error would freeze its resource
 * for ever with health staying green; and a pass that never returns has to be seen.
 */
final class Boundary {
  /** Every call inside a pass has a deadline of seconds. */
  private static final Duration LONGEST_PASS = Duration.ofMinutes(2);

  private final String controller;
  private final Metrics metrics;
  private final Pulse pulse;

  Boundary(String controller, Metrics metrics, Pulse pulse) {
    this.controller = controller;
    this.metrics = metrics;
    this.pulse = pulse;
  }

  <P extends HasMetadata> UpdateControl<P> pass(P resource, Callable<UpdateControl<P>> work)
      throws Exception {
    String loop = controller + "/" + resource.getMetadata().getName();
    pulse.beat(loop, LONGEST_PASS);
    try {
      return work.call();
    } catch (Exception e) {
      metrics.failed(controller);
      throw e;
    } catch (Throwable e) {
      metrics.failed(controller);
      throw new IllegalStateException("the pass over " + loop + " broke", e);
    } finally {
      pulse.ended(loop);
    }
  }
}
