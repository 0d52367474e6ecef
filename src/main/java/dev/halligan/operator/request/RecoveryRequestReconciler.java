package dev.halligan.operator.request;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.operator.decision.LiveConfig;
import dev.halligan.operator.runtime.Leadership;
import dev.halligan.operator.runtime.ReconcileGuard;
import dev.halligan.operator.store.Finalizer;
import dev.halligan.operator.store.FinishedMark;
import dev.halligan.operator.store.InitialTimeline;
import dev.halligan.operator.store.Origin;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.operator.store.Reminder;
import dev.halligan.operator.store.StartPolicy;
import dev.halligan.recovery.engine.Engine;
import dev.halligan.recovery.engine.PassResult;
import dev.halligan.recovery.engine.Takeover;
import dev.halligan.recovery.record.Journal;
import dev.halligan.recovery.record.Kubectl;
import dev.halligan.recovery.record.RecordSnapshot;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Advances each recovery by one pass of the engine, as long as this replica leads. */
@ControllerConfiguration(name = RecoveryRequestReconciler.NAME)
public final class RecoveryRequestReconciler implements Reconciler<RecoveryRequest> {
  public static final String NAME = "recoveryrequest";

  private static final Logger log = LoggerFactory.getLogger(RecoveryRequestReconciler.class);
  private static final Duration RETRY_DELAY = Duration.ofMillis(500);
  private static final Duration RESYNC_DELAY = Duration.ofSeconds(5);

  /** An unfinished request is reconciled this often even without an event. */
  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Leadership leadership;
  private final RequestResolver resolver;
  private final Engine engine;
  private final RecoveryEventReporter news;
  private final Reminder reminder;
  private final Supplier<LiveConfig> config;
  private final ReconcileGuard guard;
  private final Finalizer finalizer;
  private final UndoFinalizer undo;
  private final FinishedMark mark;
  private final Clock clock;

  /** UIDs of the unfinished requests on which this process has worked. */
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  public RecoveryRequestReconciler(
      KubernetesClient client,
      Leadership leadership,
      RequestResolver resolver,
      Engine engine,
      RecoveryEventReporter news,
      Reminder reminder,
      Supplier<LiveConfig> config,
      ReconcileGuard guard,
      Clock clock) {
    this.client = client;
    this.leadership = leadership;
    this.resolver = resolver;
    this.engine = engine;
    this.news = news;
    this.reminder = reminder;
    this.config = config;
    this.guard = guard;
    this.finalizer = new Finalizer(client);
    this.undo = new UndoFinalizer(finalizer);
    this.mark = new FinishedMark(finalizer);
    this.clock = clock;
  }

  /** This process no longer leads: the next leader takes over, even if it is this process again. */
  public void forgetAll() {
    ours.clear();
    reminder.forgetAll();
  }

  @Override
  public UpdateControl<RecoveryRequest> reconcile(
      RecoveryRequest cached, Context<RecoveryRequest> context) throws Exception {
    return guard.run(cached, () -> leadership.isLeading() ? settle(cached) : wait(AT_LEAST_EVERY));
  }

  /** Reads the request from the server: the cache may lack Halligan's own last entry. */
  private UpdateControl<RecoveryRequest> settle(RecoveryRequest cached) {
    if (FinishedMark.isEnded(cached)) {
      return wait(null);
    }
    Optional<RecoveryRequest> found = Optional.ofNullable(client.resource(cached).get());
    Optional<RecoveryRequest> unfinished =
        found.flatMap(undo::settle).flatMap(mark::settle).filter(RecoveryRequests::isUnfinished);
    if (unfinished.isEmpty()) {
      reminder.forget(cached);
      ours.remove(cached.getMetadata().getUid());
      return wait(null);
    }
    return carryOn(Origin.noted(unfinished.get()));
  }

  private UpdateControl<RecoveryRequest> carryOn(RecoveryRequest request) {
    StatusJournal journal = new StatusJournal(client, leadership, request, news::written);
    try {
      Duration delay = advance(request, journal);
      reminder.look(journal.held());
      undo.settle(journal.held()).ifPresent(mark::settle);
      boolean ended = !RecoveryRequests.isUnfinished(journal.held());
      return wait(delay == null && !ended ? AT_LEAST_EVERY : delay);
    } catch (Journal.Refused e) {
      // most often a person has changed the request in the meantime
      log.atInfo()
          .addKeyValue("request", request.getMetadata().getName())
          .addKeyValue("error", e.getMessage())
          .log("the record could not be stored, so nothing was done; retrying");
      return wait(RETRY_DELAY);
    }
  }

  private Duration advance(RecoveryRequest request, Journal journal) {
    boolean begun = request.getStatus() != null && request.getStatus().plan() != null;
    long generation = request.getMetadata().getGeneration();
    Instant now = clock.instant();
    if (config.get().stop()
        && !RecoveryRequests.isDryRun(request)
        && !StartPolicy.isAborted(request)) {
      Kubectl kubectl = kubectl(request);
      String message =
          ("The global stop is set: nothing is done, and a fence that is up expires by itself."
                  + " To end the global stop: `%s`. To roll everything back now: `%s`")
              .formatted(kubectl.endGlobalStop(LiveConfig.NAME), kubectl.abort());
      journal.write(
          RequestStatus.stalled(
              request.getStatus(), generation, Reasons.GLOBAL_STOP, message, now));
      return RESYNC_DELAY;
    }
    return switch (resolver.resolve(request, begun)) {
      case RequestResolution.Ready ready -> run(request, ready, journal);
      case RequestResolution.NotYet _ -> RETRY_DELAY;
      case RequestResolution.NoLongerNeeded(var message) -> {
        journal.write(RequestStatus.noLongerNeeded(request.getStatus(), generation, message, now));
        yield null;
      }
      case RequestResolution.Refused refused when begun && isOrphan(request, refused) -> {
        log.atWarn()
            .addKeyValue("request", request.getMetadata().getName())
            .addKeyValue("record", Serialization.asJson(request.getStatus().steps()))
            .log("the request was deleted after its cluster; its changes there stay");
        finalizer.remove(request);
        yield null;
      }
      case RequestResolution.Refused refused when begun -> {
        journal.write(
            RequestStatus.stalled(
                request.getStatus(), generation, refused.reason(), refused.message(), now));
        yield RESYNC_DELAY;
      }
      case RequestResolution.Refused refused -> {
        journal.write(RequestStatus.refused(request.getStatus(), generation, refused, now));
        yield null;
      }
    };
  }

  /** Without the ProtectedCluster, Halligan cannot reach the cluster to roll anything back. */
  private static boolean isOrphan(RecoveryRequest request, RequestResolution.Refused refused) {
    return Finalizer.isDeleted(request) && Reasons.CLUSTER_NOT_FOUND.equals(refused.reason());
  }

  private Duration run(RecoveryRequest request, RequestResolution.Ready ready, Journal journal) {
    String uid = request.getMetadata().getUid();
    RecoveryRequestStatus begun = InitialTimeline.of(request, ready.verdict());
    RecoveryRequestStatus status = ours.contains(uid) ? begun : Takeover.of(begun, clock.instant());
    RecordSnapshot found =
        new RecordSnapshot(
            kubectl(request), status, request.getMetadata().getGeneration(), leadership.current());
    PassResult result = engine.advance(found, ready.planning(), ready.context(), journal);
    ours.add(uid);
    return result.again().orElse(null);
  }

  private static Kubectl kubectl(RecoveryRequest request) {
    return new Kubectl(request.getMetadata().getNamespace(), request.getMetadata().getName());
  }

  /** The next pass comes after {@code delay}, or with the next change if that is null. */
  private static UpdateControl<RecoveryRequest> wait(Duration delay) {
    UpdateControl<RecoveryRequest> control = UpdateControl.noUpdate();
    return delay == null ? control : control.rescheduleAfter(delay);
  }
}
