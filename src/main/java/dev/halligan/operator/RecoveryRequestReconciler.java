package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.recovery.Engine;
import dev.halligan.recovery.Journal;
import dev.halligan.recovery.Kubectl;
import dev.halligan.recovery.PassResult;
import dev.halligan.recovery.Takeover;
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

/** Carries each recovery on by one pass of the engine, as long as this replica leads. */
@ControllerConfiguration(name = RecoveryRequestReconciler.NAME)
final class RecoveryRequestReconciler implements Reconciler<RecoveryRequest> {
  static final String NAME = "recoveryrequest";

  private static final Logger log = LoggerFactory.getLogger(RecoveryRequestReconciler.class);
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration LATER = Duration.ofSeconds(5);

  /** What has not ended is looked at even when nothing is heard of it. */
  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Leadership leadership;
  private final Resolver resolver;
  private final Engine engine;
  private final RecoveryNews news;
  private final Reminder reminder;
  private final Supplier<LiveConfig> config;
  private final Boundary boundary;
  private final Finalizer finalizer;
  private final UndoFinalizer undo;
  private final FinishedMark mark;
  private final Clock clock;

  /** UIDs of the unfinished requests on which this process has worked. */
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  RecoveryRequestReconciler(
      KubernetesClient client,
      Leadership leadership,
      Resolver resolver,
      Engine engine,
      RecoveryNews news,
      Reminder reminder,
      Supplier<LiveConfig> config,
      Boundary boundary,
      Clock clock) {
    this.client = client;
    this.leadership = leadership;
    this.resolver = resolver;
    this.engine = engine;
    this.news = news;
    this.reminder = reminder;
    this.config = config;
    this.boundary = boundary;
    this.finalizer = new Finalizer(client);
    this.undo = new UndoFinalizer(finalizer);
    this.mark = new FinishedMark(finalizer);
    this.clock = clock;
  }

  /** This process leads no more: whoever leads next, and be it this one, takes over. */
  void forgetAll() {
    ours.clear();
    reminder.forgetAll();
  }

  @Override
  public UpdateControl<RecoveryRequest> reconcile(
      RecoveryRequest cached, Context<RecoveryRequest> context) throws Exception {
    return boundary.pass(
        cached, () -> leadership.isLeading() ? pass(cached) : wait(AT_LEAST_EVERY));
  }

  /** Stands on what the server holds now: the cache may lack our own last entry. */
  private UpdateControl<RecoveryRequest> pass(RecoveryRequest cached) {
    if (FinishedMark.isEnded(cached)) {
      return wait(null);
    }
    Optional<RecoveryRequest> found = Optional.ofNullable(client.resource(cached).get());
    Optional<RecoveryRequest> unfinished =
        found.flatMap(undo::settle).flatMap(mark::settle).filter(RequestBook::isUnfinished);
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
      Duration delay = pass(request, journal);
      reminder.look(journal.held());
      undo.settle(journal.held()).ifPresent(mark::settle);
      boolean ended = !RequestBook.isUnfinished(journal.held());
      return wait(delay == null && !ended ? AT_LEAST_EVERY : delay);
    } catch (Journal.Refused e) {
      // most often a person changed the request meanwhile: look again
      log.atInfo()
          .addKeyValue("request", request.getMetadata().getName())
          .addKeyValue("error", e.getMessage())
          .log("record not stored, nothing was done, looking again");
      return wait(SOON);
    }
  }

  private Duration pass(RecoveryRequest request, Journal journal) {
    boolean begun = request.getStatus() != null && request.getStatus().plan() != null;
    long generation = request.getMetadata().getGeneration();
    Instant now = clock.instant();
    if (config.get().stop() && !RequestBook.isDryRun(request) && !Waiting.isAborted(request)) {
      String message =
          "a person set the global stop: nothing is done, and a fence that is up expires by itself. Set stop: \"false\" in ConfigMap %s to go on, or set spec.abort to have everything taken back now"
              .formatted(LiveConfig.NAME);
      journal.write(
          RequestStatus.stalled(
              request.getStatus(), generation, Reasons.GLOBAL_STOP, message, now));
      return LATER;
    }
    return switch (resolver.resolve(request, begun)) {
      case Resolution.Ready ready -> run(request, ready, journal);
      case Resolution.NotYet _ -> SOON;
      case Resolution.NoLongerNeeded(var message) -> {
        journal.write(RequestStatus.noLongerNeeded(request.getStatus(), generation, message, now));
        yield null;
      }
      case Resolution.Refused refused when begun && isOrphan(request, refused) -> {
        log.atWarn()
            .addKeyValue("request", request.getMetadata().getName())
            .addKeyValue("record", Serialization.asJson(request.getStatus().steps()))
            .log("request deleted after its cluster, what it did there stays");
        finalizer.remove(request);
        yield null;
      }
      case Resolution.Refused refused when begun -> {
        journal.write(
            RequestStatus.stalled(
                request.getStatus(), generation, refused.reason(), refused.message(), now));
        yield LATER;
      }
      case Resolution.Refused refused -> {
        journal.write(RequestStatus.refused(request.getStatus(), generation, refused, now));
        yield null;
      }
    };
  }

  /** Nobody is left who could reach the cluster to undo anything. */
  private static boolean isOrphan(RecoveryRequest request, Resolution.Refused refused) {
    return Finalizer.isDeleted(request) && Reasons.CLUSTER_NOT_FOUND.equals(refused.reason());
  }

  private Duration run(RecoveryRequest request, Resolution.Ready ready, Journal journal) {
    String uid = request.getMetadata().getUid();
    RecoveryRequestStatus begun = Beginning.of(request, ready.verdict());
    RecoveryRequestStatus status = ours.contains(uid) ? begun : Takeover.of(begun, clock.instant());
    Engine.Found found =
        new Engine.Found(
            new Kubectl(request.getMetadata().getNamespace(), request.getMetadata().getName()),
            status,
            request.getMetadata().getGeneration(),
            leadership.current());
    PassResult result = engine.pass(found, ready.planning(), ready.situation(), journal);
    ours.add(uid);
    return result.again().orElse(null);
  }

  /** The next pass comes after {@code delay}, or with the next change when that is null. */
  private static UpdateControl<RecoveryRequest> wait(Duration delay) {
    UpdateControl<RecoveryRequest> control = UpdateControl.noUpdate();
    return delay == null ? control : control.rescheduleAfter(delay);
  }
}
