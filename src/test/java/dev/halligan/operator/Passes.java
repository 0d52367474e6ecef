package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.connection.ClusterKey;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.driver.DriverFactory;
import dev.halligan.observe.Events;
import dev.halligan.observe.Heartbeats;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.decision.LiveConfig;
import dev.halligan.operator.monitor.ClusterAssessment;
import dev.halligan.operator.monitor.ClusterMonitor;
import dev.halligan.operator.monitor.MonitorRegistry;
import dev.halligan.operator.monitor.MonitoredCluster;
import dev.halligan.operator.request.RecoveryEventReporter;
import dev.halligan.operator.request.RecoveryRequestReconciler;
import dev.halligan.operator.request.RequestResolver;
import dev.halligan.operator.runtime.Leadership;
import dev.halligan.operator.runtime.ReconcileGuard;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.operator.store.Reminder;
import dev.halligan.recovery.action.Actions;
import dev.halligan.recovery.engine.Engine;
import dev.halligan.recovery.step.EvidenceStore;
import dev.halligan.status.ConditionValue;
import dev.halligan.testing.ManualClock;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Passes over the requests for an overloaded eu-1, with the reconciler as it is shipped. It comes
 * as far as the first step, which takes evidence and touches nothing: time stands still, so that it
 * goes on, and there are no hands behind it.
 */
final class Passes implements AutoCloseable {
  final List<String> told = new CopyOnWriteArrayList<>();
  private final KubernetesClient client;
  private final String namespace;
  private final ManualClock clock = new ManualClock();
  private final Targets targets = new Targets();
  private final MonitorRegistry monitors;
  private final RecoveryRequestReconciler reconciler;

  Passes(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    Verdict verdict = new Verdict.Overloaded(clock.instant(), List.of("p99 is 4 s."));
    ConditionValue ready = ConditionValue.yes(Reasons.ACCESS_VERIFIED, "proven");
    var assessment =
        new AtomicReference<>(new ClusterAssessment(verdict, ready, ready, null, Optional.empty()));
    this.monitors =
        new MonitorRegistry(
            target ->
                new MonitoredCluster(
                    new ClusterMonitor(target, null, null, new NothingSeen(), assessment, null),
                    new DriverFactory.DriverHandle(
                        new ControlPlaneDriver(null, null, null, null, null, null, null, null),
                        () -> {})));
    Metrics metrics = new Metrics(new SimpleMeterRegistry());
    Events stepsAndEnds = (_, _, _, _) -> {};
    Leadership leadership = leading();
    this.reconciler =
        new RecoveryRequestReconciler(
            client,
            leadership,
            new RequestResolver(client, monitors, leadership, clock),
            new Engine(Actions.all()),
            new RecoveryEventReporter(stepsAndEnds, metrics, clock),
            new Reminder((_, _, reason, note) -> told.add(reason + ": " + note), metrics, clock),
            () -> LiveConfig.DEFAULT,
            new ReconcileGuard("test", metrics, new Heartbeats(clock)),
            clock);
  }

  /** Protects the cluster in this mode from now on. */
  void cluster(Mode mode, Approvals.Manual manual) {
    ClusterKey key = new ClusterKey(namespace, "eu-1");
    monitors.forget(key);
    monitors.settle(
        key,
        targets.connect(namespace, "eu-1", mode, manual == null ? null : new Approvals(manual)));
  }

  void over(String name, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      RecoveryRequest request =
          client.resources(RecoveryRequest.class).inNamespace(namespace).withName(name).get();
      reconciler.reconcile(request, null);
    }
  }

  private Leadership leading() {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Leadership.LEASE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("pod-1")
                .endSpec()
                .build())
        .create();
    var leadership = new Leadership(client, new Settings(namespace, "pod-1", 0), () -> {});
    leadership.configuration().getLeaderCallbacks().orElseThrow().onStartLeading();
    return leadership;
  }

  private static final class NothingSeen implements EvidenceStore {
    @Override
    public Optional<EvidenceSnapshot> newest() {
      return Optional.empty();
    }

    @Override
    public void take() {}
  }

  @Override
  public void close() {
    monitors.close();
    targets.close();
  }
}
