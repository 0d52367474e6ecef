package dev.halligan.operator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.Targets;
import dev.halligan.operator.observer.ObserverLog;
import dev.halligan.operator.store.InitialTimeline;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.operator.store.RequestFactory;
import dev.halligan.policy.Decision;
import dev.halligan.status.ConditionValue;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a verdict to the request that a recovery is, with the cluster that keeps it. */
@ExtendWith(WithApiServer.class)
class AutomationTriggerIT {
  private static final Instant ONSET = Instant.parse("2024-12-11T15:12:00Z");
  private static final Instant NOW = ONSET.plusSeconds(12);
  private static final ConditionValue READY = ConditionValue.yes(Reasons.ACCESS_VERIFIED, "proven");
  private static final Verdict DROWNED =
      new Verdict.Overloaded(ONSET, List.of("p99 is 4.1 s.", "The network is fine."));

  private final Targets targets = new Targets();
  private KubernetesClient client;
  private String namespace;
  private AutomationTrigger decider;

  @BeforeEach
  void create(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    decider = decider(() -> new RecoveryRequests(requests()));
  }

  @AfterEach
  void close() {
    targets.close();
  }

  @Test
  void overloadBecomesARequestThatTellsWhyAndSinceWhen() {
    assertThat(decide(Mode.AUTOMATIC, DROWNED, READY)).isInstanceOf(Decision.Act.class);

    assertThat(requests())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.getSpec().cluster().name()).isEqualTo("eu-1");
              assertThat(r.getSpec().reason())
                  .isEqualTo("Overloaded: p99 is 4.1 s. The network is fine.");
              assertThat(r.getSpec().trigger()).isEqualTo(Trigger.AUTOMATIC);
              var timeline = InitialTimeline.of(r, null).timeline();
              assertThat(Instant.parse(timeline.onsetAt())).isEqualTo(ONSET);
              assertThat(Instant.parse(timeline.detectedAt())).isEqualTo(NOW);
            });
  }

  @Test
  void theNextRoundMakesNoSecondOne() {
    decide(Mode.AUTOMATIC, DROWNED, READY);

    assertThat(decide(Mode.AUTOMATIC, DROWNED, READY))
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            r -> assertThat(r.message()).contains(requests().getFirst().getMetadata().getName()));
    assertThat(requests()).hasSize(1);
  }

  @Test
  void neitherDoesACacheThatIsBehind() {
    AutomationTrigger behind = decider(() -> new RecoveryRequests(List.of()));
    var target = targets.connect(namespace, Mode.AUTOMATIC).connection();

    behind.decide(target, DROWNED, READY, false);
    behind.decide(target, DROWNED, READY, false);

    assertThat(requests()).hasSize(1);
  }

  @Test
  void ofManyThatDrownInOneSecondNoMoreStartThanTheBrakeAllows() {
    AutomationTrigger behind = decider(() -> new RecoveryRequests(List.of()));
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 1; i <= 20; i++) {
        var target = targets.connect(namespace, "eu-" + i, Mode.AUTOMATIC).connection();
        all.execute(() -> behind.decide(target, DROWNED, READY, false));
      }
    }

    assertThat(requests()).hasSize(LiveConfig.DEFAULT.brakes().maxConcurrent().of(0));
  }

  @Test
  void aPersonIsAskedByARequestThatWaits() {
    assertThat(decide(Mode.APPROVE, DROWNED, READY)).isInstanceOf(Decision.Ask.class);

    assertThat(requests()).hasSize(1);
  }

  @Test
  void nothingIsAskedForWithoutOverloadOrAWayIn() {
    var unproven = ConditionValue.no(Reasons.SSH_UNREACHABLE, "host 10.89.0.6 does not answer");

    assertThat(decide(Mode.AUTOMATIC, DROWNED, unproven))
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            r -> assertThat(r.message()).contains("host 10.89.0.6 does not answer"));
    assertThat(decide(Mode.AUTOMATIC, new Verdict.Unreachable(ONSET, List.of("cut")), READY))
        .isInstanceOf(Decision.Refuse.class);
    assertThat(decide(Mode.OBSERVE, DROWNED, READY)).isInstanceOf(Decision.Refuse.class);

    assertThat(requests()).isEmpty();
  }

  private AutomationTrigger decider(Supplier<RecoveryRequests> cache) {
    Clock clock = new ManualClock(NOW);
    Metrics metrics = new Metrics(new SimpleMeterRegistry());
    return new AutomationTrigger(
        cache,
        () -> LiveConfig.DEFAULT,
        new Playbooks((_, _) -> Optional.empty()),
        new RequestFactory(client),
        new FleetHealth(clock),
        new ObserverLog(metrics, clock),
        metrics,
        clock);
  }

  private Decision decide(Mode mode, Verdict verdict, ConditionValue ready) {
    return decider.decide(targets.connect(namespace, mode).connection(), verdict, ready, false);
  }

  private List<RecoveryRequest> requests() {
    return client.resources(RecoveryRequest.class).inNamespace(namespace).list().getItems();
  }
}
