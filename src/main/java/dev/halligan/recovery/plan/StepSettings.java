package dev.halligan.recovery.plan;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.Durations;
import dev.halligan.api.v1alpha1.OnFailure;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.recovery.readmission.Readmission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The settings of a step with the defaults filled in. No other place defines a default. */
public final class StepSettings {
  private StepSettings() {}

  /** 60 s. Growth by restart works host by host: {@link #liveWithin} plus 30 s for each. */
  public static Duration timeout(Step s, int hosts) {
    Duration otherwise =
        s != null && s.action() == ActionType.GROW_API_SERVER
            ? liveWithin(s).plusSeconds(30).multipliedBy(hosts)
            : Duration.ofSeconds(60);
    return duration(s, Step::timeout, otherwise);
  }

  /** Hold: in doubt a person decides, while Halligan renews the fence. */
  public static OnFailure onFailure(Step s) {
    return s.onFailure() == null ? OnFailure.HOLD : s.onFailure();
  }

  /** 120 s; renewed every quarter of it. */
  public static Duration fenceTtl(Step s) {
    return duration(block(s, Step::isolate), i -> i.ttl(), Duration.ofSeconds(120));
  }

  /** 60 percent. */
  public static int minConfidence(Step s) {
    return value(block(s, Step::findCulprit), f -> f.minConfidence(), 60);
  }

  /** Always kube-system, and what the playbook adds. */
  public static Set<String> neverNamespaces(Step s) {
    Set<String> never = new TreeSet<>(Set.of("kube-system"));
    never.addAll(value(block(s, Step::findCulprit), f -> f.neverNamespaces(), List.of()));
    return never;
  }

  /** Five. */
  public static int maxNoisyWorkloads(Step s) {
    return value(block(s, Step::scaleDownNoisy), n -> n.maxWorkloads(), 5);
  }

  /** 3 percent of the whole load, the culprit's included. */
  public static int minNoisyShare(Step s) {
    return value(block(s, Step::scaleDownNoisy), n -> n.minShare(), 3);
  }

  /** 200: twice the limit before any growth. */
  public static int cpuPercent(Step s) {
    return value(block(s, Step::growApiServer), g -> g.cpuPercent(), 200);
  }

  /** 200: twice the limit before any growth. */
  public static int memoryPercent(Step s) {
    return value(block(s, Step::growApiServer), g -> g.memoryPercent(), 200);
  }

  /** 90 s, after which the growth is reverted. */
  public static Duration liveWithin(Step s) {
    return duration(block(s, Step::growApiServer), g -> g.liveWithin(), Duration.ofSeconds(90));
  }

  /** None. */
  public static List<Route> routes(Step s) {
    return value(block(s, Step::redirectTraffic), r -> r.routes(), List.of());
  }

  /**
   * 1, 5, 25, 100 percent; 3 s between two; the admin lane under 1 s; 50 new connections a second.
   */
  public static Readmission.Settings readmission(Step s) {
    var readmit = block(s, Step::readmit);
    return new Readmission.Settings(
        value(readmit, r -> r.shares(), List.of(1, 5, 25, 100)),
        duration(readmit, r -> r.dwell(), Duration.ofSeconds(3)),
        duration(readmit, r -> r.adminSlowerThan(), Duration.ofSeconds(1)),
        value(readmit, r -> r.connectionsPerSecond(), 50));
  }

  private static <B> Optional<B> block(Step s, Function<Step, B> block) {
    return Optional.ofNullable(s).map(block);
  }

  private static <B, V> V value(Optional<B> block, Function<B, V> field, V otherwise) {
    return block.map(field).orElse(otherwise);
  }

  private static <B> Duration duration(
      Optional<B> block, Function<B, String> field, Duration otherwise) {
    return block.map(field).map(Durations::parse).orElse(otherwise);
  }

  private static Duration duration(Step s, Function<Step, String> field, Duration otherwise) {
    return duration(Optional.ofNullable(s), field, otherwise);
  }
}
