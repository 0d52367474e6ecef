package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.control.Hands;
import dev.halligan.control.HandsFactory;
import dev.halligan.control.testing.ManualClock;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.observe.Events;
import dev.halligan.observe.Metrics;
import dev.halligan.observe.Pulse;
import dev.halligan.recovery.Engine;
import dev.halligan.recovery.EvidenceBook;
import dev.halligan.recovery.action.Actions;
import dev.halligan.target.ClusterKey;
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
  private final Watches watches;
  private final RecoveryRequestReconciler reconciler;

  Passes(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    Verdict verdict = new Verdict.Overloaded(clock.instant(), List.of("p99 is 4 s."));
    Finding ready = Finding.yes(Reasons.EVERY_PATH_PROVEN, "proven");
    var outlook = new AtomicReference<>(new Outlook(verdict, ready, ready, null, Optional.empty()));
    this.watches =
        new Watches(
            target ->
                new WatchedCluster(
                    new ClusterWatch(target, null, null, new NothingSeen(), outlook, null),
                    new HandsFactory.Grip(
                        new Hands(null, null, null, null, null, null, null, null), () -> {})));
    Metrics metrics = new Metrics(new SimpleMeterRegistry());
    Events stepsAndEnds = (_, _, _, _) -> {};
    Leadership leadership = leading();
    this.reconciler =
        new RecoveryRequestReconciler(
            client,
            leadership,
            new Resolver(client, watches, leadership, clock),
            new Engine(Actions.all()),
            new RecoveryNews(stepsAndEnds, metrics, clock),
            new Reminder((_, _, reason, note) -> told.add(reason + ": " + note), metrics, clock),
            () -> LiveConfig.DEFAULT,
            new Boundary("test", metrics, new Pulse(clock)),
            clock);
  }

  /** Protects the cluster in this mode from now on. */
  void cluster(Mode mode, Approvals.Manual manual) {
    ClusterKey key = new ClusterKey(namespace, "eu-1");
    watches.forget(key);
    watches.settle(
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

  private static final class NothingSeen implements EvidenceBook {
    @Override
    public Optional<Page> newest() {
      return Optional.empty();
    }

    @Override
    public void take() {}
  }

  @Override
  public void close() {
    watches.close();
    targets.close();
  }
}
