package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.operator.cluster.ProtectedClusterReconciler;
import dev.halligan.operator.request.RecoveryRequestReconciler;
import dev.halligan.operator.runtime.Leadership;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.operator.store.FinishedMark;
import dev.halligan.operator.store.RequestReader;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the SDK's operator and overrides every default that is wrong here. */
final class OperatorFactory {
  private static final Logger log = LoggerFactory.getLogger(OperatorFactory.class);
  private static final Duration SYNC = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);
  private static final int CONCURRENT = 32;

  private final KubernetesClient client;
  private final Settings settings;
  private final Leadership leadership;
  private final ProtectedClusterReconciler clusters;
  private final RecoveryRequestReconciler requests;

  OperatorFactory(
      KubernetesClient client,
      Settings settings,
      Leadership leadership,
      ProtectedClusterReconciler clusters,
      RecoveryRequestReconciler requests) {
    this.client = client;
    this.settings = settings;
    this.leadership = leadership;
    this.clusters = clusters;
    this.requests = requests;
  }

  /** Not started yet; {@code onBrokenWatch} is called when a watch has ended for good. */
  Operator create(Runnable onBrokenWatch) {
    // outside the lambda, which runs twice
    ExecutorService threads =
        Executors.newFixedThreadPool(
            CONCURRENT, Thread.ofVirtual().name("reconcile-", 0).factory());
    Operator operator =
        new Operator(
            o ->
                o.withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withExecutorService(threads)
                    .withLeaderElectionConfiguration(leadership.configuration())
                    .withInformerStoppedHandler((_, error) -> stopped(error, onBrokenWatch))
                    .withStopOnInformerErrorDuringStartup(true)
                    .withCacheSyncTimeout(SYNC)
                    .withReconciliationTerminationTimeout(GRACE));
    operator.register(
        clusters,
        o ->
            o.settingNamespace(settings.namespace())
                .withRetry(retry())
                .withReconciliationMaxInterval(AT_LEAST_EVERY)
                // deletions reach the reconciler without a finalizer that could block a namespace
                .withTriggerReconcilerOnAllEvents(true));
    operator.register(
        requests,
        o ->
            o.settingNamespace(settings.namespace())
                .withRetry(retry())
                .withGenerationAware(false)
                // filters, not a selector: with a selector, a label set by a person would look like
                // a deletion of the running recovery, and JOSDK would drop its timer
                .withOnAddFilter(request -> !FinishedMark.isEnded(request))
                .withInformerListLimit(RequestReader.PAGE)
                // otherwise a deleted request would never be seen again, and never be rolled back
                .withTriggerReconcilerOnAllEvents(true)
                .withOnUpdateFilter(OperatorFactory::isSaidByPerson));
    return operator;
  }

  /** The spec or an annotation changed; Halligan's own journal entries need no further pass. */
  private static boolean isSaidByPerson(RecoveryRequest now, RecoveryRequest before) {
    if (FinishedMark.isEnded(now)) {
      return false;
    }
    ObjectMeta a = now.getMetadata();
    ObjectMeta b = before.getMetadata();
    return !Objects.equals(a.getGeneration(), b.getGeneration())
        || !Objects.equals(a.getAnnotations(), b.getAnnotations())
        || !Objects.equals(a.getDeletionTimestamp(), b.getDeletionTimestamp());
  }

  private static Retry retry() {
    return new GenericRetry()
        .setInitialInterval(Duration.ofMillis(500))
        .setIntervalMultiplier(2)
        .setMaxInterval(AT_LEAST_EVERY.toMillis())
        .withoutMaxAttempts();
  }

  private static void stopped(Throwable error, Runnable onBrokenWatch) {
    if (error != null) {
      log.atError().setCause(error).log("a watch on the management cluster ended; reconnecting");
      onBrokenWatch.run();
    }
  }
}
