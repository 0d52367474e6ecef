package dev.halligan.operator.request;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.observe.Events;
import dev.halligan.observe.Events.Type;
import dev.halligan.observe.Metrics;
import dev.halligan.observe.StepChanges;
import dev.halligan.observe.StepChanges.Change;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the difference between two journal entries as events, metrics and log lines. */
public final class RecoveryEventReporter {
  private static final Logger log = LoggerFactory.getLogger(RecoveryEventReporter.class);

  private final Events events;
  private final Metrics metrics;
  private final Clock clock;

  public RecoveryEventReporter(Events events, Metrics metrics, Clock clock) {
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
  }

  void written(RecoveryRequest before, RecoveryRequest after) {
    StepChanges.between(before.getStatus(), after.getStatus()).stream()
        .filter(c -> c.step().state() != StepState.PENDING)
        .forEach(c -> tell(after, c));
    StepChanges.told(before.getStatus(), after.getStatus())
        .forEach(
            s ->
                events.record(
                    after, Type.WARNING, Reasons.STEP_WARNING, s.name() + ": " + s.message()));
    if (RecoveryRequests.isUnfinished(before) && !RecoveryRequests.isUnfinished(after)) {
      ended(after);
    }
  }

  private void tell(RecoveryRequest request, Change change) {
    var step = change.step();
    log.atInfo()
        .addKeyValue("cluster", RecoveryRequests.cluster(request))
        .addKeyValue("request", request.getMetadata().getName())
        .addKeyValue("step", step.name())
        .addKeyValue("state", step.state())
        .addKeyValue("message", step.message())
        .log("step changed");
    String note = step.message() == null ? step.name() : step.name() + ": " + step.message();
    switch (step.state()) {
      case RUNNING -> events.record(request, Type.NORMAL, Reasons.STEP_STARTED, note);
      case DONE, SKIPPED -> events.record(request, Type.NORMAL, Reasons.STEP_DONE, note);
      case UNDONE -> events.record(request, Type.NORMAL, Reasons.STEP_UNDONE, note);
      case FAILED -> events.record(request, Type.WARNING, Reasons.STEP_FAILED, note);
      case UNDO_FAILED -> events.record(request, Type.WARNING, Reasons.UNDO_FAILED, note);
      case WAITING_FOR_APPROVAL, PENDING -> {} // Reminder reports it, with the possible answers
    }
    change
        .took()
        .ifPresent(
            took ->
                metrics.stepped(step.action(), step.state().name().toLowerCase(Locale.ROOT), took));
  }

  private void ended(RecoveryRequest request) {
    Condition succeeded =
        ConditionSet.of(request.getStatus().conditions()).get(Conditions.SUCCEEDED).orElseThrow();
    boolean well = "True".equals(succeeded.getStatus());
    Duration took =
        Duration.between(
            Instant.parse(request.getMetadata().getCreationTimestamp()), clock.instant());
    log.atInfo()
        .addKeyValue("cluster", RecoveryRequests.cluster(request))
        .addKeyValue("request", request.getMetadata().getName())
        .addKeyValue("reason", succeeded.getReason())
        .addKeyValue("message", succeeded.getMessage())
        .addKeyValue("seconds", took.toSeconds())
        .log("recovery ended");
    events.record(
        request,
        well ? Type.NORMAL : Type.WARNING,
        event(well, succeeded.getReason()),
        Optional.ofNullable(succeeded.getMessage()).orElse(succeeded.getReason()));
    metrics.recovered(RecoveryRequests.cluster(request), succeeded.getReason(), took);
  }

  private static String event(boolean well, String reason) {
    if (well) {
      return Reasons.RECOVERY_SUCCEEDED;
    }
    return Reasons.NOBODY_SUSPECTED.equals(reason) ? reason : Reasons.RECOVERY_FAILED;
  }
}
