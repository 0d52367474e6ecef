package dev.halligan.observe;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.diagnosis.ObserverDoubt;
import dev.halligan.diagnosis.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Halligan's own metrics. Labels are bounded: clusters by the resources that exist, all others by
 * closed lists.
 */
public final class Metrics {
  private static final String WAITING = "halligan.recovery.waiting";

  private static final Duration[] BUCKETS =
      List.of(10, 50, 100, 250, 500, 1_000, 2_000, 3_000).stream()
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<String, String> verdicts = new ConcurrentHashMap<>();

  public Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * {@code halligan_build_info}, always 1, and {@code halligan_leader}, 1 on the replica that acts.
   */
  public void process(String version, BooleanSupplier leading) {
    Gauge.builder("halligan.build.info", () -> 1).tag("version", version).register(registry);
    Gauge.builder("halligan.leader", () -> leading.getAsBoolean() ? 1 : 0).register(registry);
  }

  /** {@code halligan_probe_seconds}: one question to one instance, by lane and outcome. */
  public void probed(String cluster, String lane, String outcome, Duration took) {
    Timer.builder("halligan.probe")
        .tags("cluster", cluster, "lane", lane, "outcome", outcome)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  /**
   * {@code halligan_watch_lateness_seconds}: how late a round of probes began; shows Halligan's own
   * health.
   */
  public void late(Duration lateness) {
    Timer.builder("halligan.watch.lateness")
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(lateness);
  }

  /**
   * {@code halligan_observer_canary_seconds}: how long this process took to answer itself over TLS.
   */
  public void canary(Duration took) {
    Timer.builder("halligan.observer.canary")
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  /** {@code halligan_observer_doubts_total}: how often Halligan itself was too slow, by sign. */
  public void doubted(ObserverDoubt.Sign sign) {
    count("halligan.observer.doubts", "sign", sign.name().toLowerCase(Locale.ROOT));
  }

  /**
   * {@code halligan_observer_in_doubt}, {@code halligan_fleet_size} and {@code
   * halligan_fleet_dark}: whether this replica doubts itself, how many clusters it watches, and how
   * many of them answer on no path.
   */
  public void observer(BooleanSupplier inDoubt, IntSupplier size, IntSupplier dark) {
    Gauge.builder("halligan.observer.in.doubt", () -> inDoubt.getAsBoolean() ? 1 : 0)
        .register(registry);
    Gauge.builder("halligan.fleet.size", size::getAsInt).register(registry);
    Gauge.builder("halligan.fleet.dark", dark::getAsInt).register(registry);
  }

  /** {@code halligan_verdict}: 1 for the current verdict, 0 for earlier ones. */
  public void verdict(String cluster, Verdict verdict) {
    verdicts.put(cluster, verdict.word());
    String word = verdict.word();
    if (registry.find("halligan.verdict").tags("cluster", cluster, "verdict", word).gauge()
        != null) {
      return;
    }
    Gauge.builder("halligan.verdict", () -> word.equals(verdicts.get(cluster)) ? 1 : 0)
        .tags("cluster", cluster, "verdict", word)
        .register(registry);
  }

  /** {@code halligan_recovery_decisions_total}: by the policy's answer (act, ask, refuse). */
  public void decided(String cluster, String answer) {
    count("halligan.recovery.decisions", "cluster", cluster, "outcome", answer);
  }

  /** {@code halligan_step_seconds}: how long a step took, by action and how it ended. */
  public void stepped(ActionType action, String outcome, Duration took) {
    Timer.builder("halligan.step")
        .tags("action", action == null ? "unknown" : action.word(), "outcome", outcome)
        .register(registry)
        .record(took);
  }

  /**
   * {@code halligan_recovery_seconds}: finished recoveries, by reason, from their request to their
   * end.
   */
  public void recovered(String cluster, String outcome, Duration took) {
    Timer.builder("halligan.recovery")
        .tags("cluster", cluster, "outcome", outcome)
        .register(registry)
        .record(took);
  }

  /**
   * {@code halligan_recovery_waiting_seconds}: how long a recovery of the cluster has waited for a
   * person; absent if none does.
   */
  public void waiting(String cluster, Supplier<Number> seconds) {
    if (registry.find(WAITING).tag("cluster", cluster).gauge() == null) {
      Gauge.builder(WAITING, seconds)
          .baseUnit("seconds")
          .tag("cluster", cluster)
          .register(registry);
    }
  }

  /** No recovery of the cluster waits for a person. */
  public void waitsNoMore(String cluster) {
    registry.find(WAITING).tag("cluster", cluster).meters().forEach(registry::remove);
  }

  /** {@code halligan_reconcile_failures_total}: failed reconciles, by controller. */
  public void failed(String controller) {
    count("halligan.reconcile.failures", "controller", controller);
  }

  /** {@code halligan_history_removed_total}: finished requests that were deleted. */
  public void removedFromHistory(int requests) {
    Counter.builder("halligan.history.removed").register(registry).increment(requests);
  }

  /** Drops everything labelled with a cluster that is gone. */
  public void forget(String cluster) {
    verdicts.remove(cluster);
    registry.getMeters().stream()
        .filter(m -> cluster.equals(m.getId().getTag("cluster")))
        .forEach(registry::remove);
  }

  private void count(String name, String... tags) {
    Counter.builder(name).tags(tags).register(registry).increment();
  }
}
