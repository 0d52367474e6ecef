package dev.halligan.operator.decision;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.connection.ClusterKey;
import dev.halligan.connection.TargetConnection;
import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.observer.ObserverLog;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.operator.store.RequestFactory;
import dev.halligan.policy.Decision;
import dev.halligan.policy.ObserverState;
import dev.halligan.policy.Policy;
import dev.halligan.policy.PolicyInputs;
import dev.halligan.policy.PolicyInputsBuilder;
import dev.halligan.status.ConditionValue;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the policy, and creates the request if it agrees. */
public final class AutomationTrigger {
  private static final Logger log = LoggerFactory.getLogger(AutomationTrigger.class);

  private final Supplier<RecoveryRequests> requests;
  private final Supplier<LiveConfig> config;
  private final Playbooks playbooks;
  private final RequestFactory maker;
  private final FleetHealth fleet;
  private final ObserverLog observer;
  private final Metrics metrics;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock();

  public AutomationTrigger(
      Supplier<RecoveryRequests> requests,
      Supplier<LiveConfig> config,
      Playbooks playbooks,
      RequestFactory maker,
      FleetHealth fleet,
      ObserverLog observer,
      Metrics metrics,
      Clock clock) {
    this.requests = requests;
    this.config = config;
    this.playbooks = playbooks;
    this.maker = maker;
    this.fleet = fleet;
    this.observer = observer;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Whether a request for the cluster is unfinished, as far as the cache knows. */
  public boolean isRecovering(String cluster) {
    return requests.get().active(cluster).isPresent();
  }

  /**
   * How far this observer can be trusted about a cluster now.
   *
   * @param sustainedFor how long a state of this cluster has to last to count
   */
  public ObserverState observer(String cluster, Duration sustainedFor, boolean confirmedByHosts) {
    return new ObserverState(
        observer.inDoubtSince(sustainedFor).isPresent(),
        fleet.isStarting(cluster),
        confirmedByHosts,
        fleet.size(),
        fleet.dark());
  }

  /**
   * Takes as long as two requests to the management cluster, plus the wait for other clusters.
   *
   * @param confirmedByHosts whether a host of the cluster reports overload
   */
  public Decision decide(
      TargetConnection target,
      Verdict verdict,
      ConditionValue breakGlass,
      boolean confirmedByHosts) {
    ClusterKey key = target.key();
    ConditionValue ready = playbooks.objection(key, target.spec()).orElse(breakGlass);
    Duration sustainedFor = DetectionSettings.of(target.spec().detection()).sustainedFor();
    var matter =
        new Matter(target, verdict, ready, observer(key.name(), sustainedFor, confirmedByHosts));
    Decision decision = ask(matter, requests.get());
    if (!(decision instanceof Decision.Refuse)) {
      decision = request(matter, decision);
    }
    metrics.decided(key.name(), decision.answer());
    return decision;
  }

  private record Matter(
      TargetConnection target, Verdict verdict, ConditionValue ready, ObserverState observer) {}

  private Decision ask(Matter matter, RecoveryRequests book) {
    return Policy.decide(matter.verdict(), inputs(matter, book), clock.instant());
  }

  /** One cluster at a time: each decision must see the requests created before it. */
  private Decision request(Matter matter, Decision expected) {
    TargetConnection target = matter.target();
    turn.lock();
    try {
      Decision decision = ask(matter, maker.read(target.key()));
      if (!(decision instanceof Decision.Refuse)) {
        RecoveryRequest made =
            maker.make(target.key(), target.spec(), matter.verdict(), clock.instant());
        log.atWarn()
            .addKeyValue("cluster", target.key().name())
            .addKeyValue("request", made.getMetadata().getName())
            .addKeyValue("decision", decision.reason())
            .log("recovery requested");
      }
      return decision;
    } catch (KubernetesClientException e) {
      log.atError()
          .addKeyValue("cluster", target.key().name())
          .addKeyValue("status", e.getCode())
          .addKeyValue("error", e.getMessage())
          .log("failed to create the RecoveryRequest; retrying in the next round");
      return expected;
    } finally {
      turn.unlock();
    }
  }

  private PolicyInputs inputs(Matter matter, RecoveryRequests book) {
    TargetConnection target = matter.target();
    ConditionValue ready = matter.ready();
    String cluster = target.key().name();
    LiveConfig now = config.get();
    return PolicyInputsBuilder.builder()
        .mode(target.spec().mode())
        .pauses(target.spec().pauses())
        .breakGlassReady(ready.isTrue())
        .globalStop(now.stop())
        .recoveringElsewhere(book.recoveringElsewhere(cluster))
        .pastRecoveries(book.past(cluster))
        .lastAttempt(book.lastAttempt(cluster))
        .observer(matter.observer())
        .activeRequest(book.active(cluster).map(r -> r.getMetadata().getName()))
        .brakes(now.brakes())
        .breakGlassMissing(List.of(ready.message()))
        .build();
  }
}
