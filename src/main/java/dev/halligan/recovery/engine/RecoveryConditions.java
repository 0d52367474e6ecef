package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Plan;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.record.RecordSnapshot;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.status.ConditionSet;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the conditions of a recovery, for people and for kubectl wait. */
final class RecoveryConditions {
  private static final Duration PROOF = Duration.ofSeconds(3);
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(60);

  private final RecoveryRecord record;
  private final RecordSnapshot found;
  private final PassContext context;

  RecoveryConditions(RecoveryRecord record, RecordSnapshot found, PassContext context) {
    this.record = record;
    this.found = found;
    this.context = context;
  }

  /** A recovery that has ended never resumes, whatever changes in its request. */
  boolean hasEnded() {
    return conditions()
        .get(Conditions.SUCCEEDED)
        .filter(c -> !c.getStatus().equals("Unknown"))
        .isPresent();
  }

  boolean isApproved() {
    return approvalHolds()
        || !context.annotations().required()
        || context.annotations().approvedBy().isPresent();
  }

  /**
   * An approval holds once it was given, even if the annotation is removed. "Not needed" holds only
   * after a step has started: a later change of mode neither strands a recovery nor starts one.
   */
  private boolean approvalHolds() {
    return conditions()
        .get(Conditions.APPROVED)
        .filter(c -> c.getStatus().equals("True"))
        .filter(c -> c.getReason().equals(Reasons.APPROVED_BY_PERSON) || hasBegun())
        .isPresent();
  }

  private boolean hasBegun() {
    return record.steps().stream()
        .anyMatch(s -> s.startedAt() != null || UndoSteps.mayHaveActed(s));
  }

  void paused() {
    String message =
        ("Paused by spec.pauses: %s. No step starts or continues. %sTo end every pause: `%s`."
                + " To roll everything back: `%s`")
            .formatted(
                String.join("; ", context.pauses()),
                standing(),
                found.kubectl().resume(context.request().cluster().name()),
                found.kubectl().abort());
    set(Conditions.PROGRESSING, "False", Reasons.PAUSED, message);
    set(Conditions.STALLED, "True", Reasons.PAUSED, message);
  }

  void planned(Plan plan) {
    set(
        Conditions.PLANNED,
        "True",
        Reasons.PLAN_FROZEN,
        "%d steps of playbook %s, hash %s"
            .formatted(plan.steps().size(), plan.playbook(), plan.hash()));
    set(Conditions.SUCCEEDED, "Unknown", Reasons.STEP_RUNNING, "The recovery has not ended.");
  }

  void unplannable(String reason, String message) {
    set(Conditions.PLANNED, "False", reason, message);
    end("False", Reasons.PLAN_REFUSED, message);
  }

  void dryRunEnded() {
    set(Conditions.PROGRESSING, "False", Reasons.DRY_RUN, "Each step says what it would do.");
    end("True", Reasons.DRY_RUN, "Dry run: the recovery was only planned. Nothing was changed.");
  }

  void begun() {
    set(Conditions.PROGRESSING, "True", Reasons.STEP_RUNNING, "The recovery has started.");
  }

  void waitsForApproval() {
    String how =
        ("Waiting for a person's approval. No step has started. To approve: `%s`."
                + " To end the request instead: `%s`")
            .formatted(found.kubectl().approve(), found.kubectl().abort());
    set(Conditions.APPROVED, "False", Reasons.WAITING_FOR_APPROVAL, how);
    set(Conditions.PROGRESSING, "False", Reasons.WAITING_FOR_APPROVAL, how);
    set(Conditions.STALLED, "True", Reasons.WAITING_FOR_APPROVAL, how);
  }

  void approved() {
    if (approvalHolds()) {
      return;
    }
    Optional<String> by = context.annotations().approvedBy();
    by.ifPresent(record::approvedBy);
    if (conditions()
        .get(Conditions.APPROVED)
        .filter(c -> c.getStatus().equals("False"))
        .isPresent()) {
      set(Conditions.STALLED, "False", Reasons.NOT_STALLED, "No approval is missing.");
    }
    set(
        Conditions.APPROVED,
        "True",
        by.isPresent() ? Reasons.APPROVED_BY_PERSON : Reasons.APPROVAL_NOT_NEEDED,
        by.map(p -> "Approved by " + p).orElse("No approval is required."));
  }

  void progressing(Step step) {
    set(
        Conditions.PROGRESSING,
        "True",
        Reasons.STEP_RUNNING,
        "%s: %s".formatted(step.name(), step.message()));
    tellWhatIsStuck();
  }

  private void tellWhatIsStuck() {
    Optional<String> stuck = new StuckUndo(record, found.kubectl()).describe();
    set(
        Conditions.STALLED,
        stuck.isPresent() ? "True" : "False",
        stuck.isPresent() ? Reasons.UNDO_FAILED : Reasons.NOT_STALLED,
        stuck.orElse("No step needs a person's decision."));
  }

  void blind() {
    set(
        Conditions.PROGRESSING,
        "True",
        Reasons.STEP_RUNNING,
        ("No probe of the API server has returned in the last %d s, as after a change of leader."
                + " No step runs until one does. %s")
            .formatted(PassContext.RECENT.toSeconds(), standing().strip()));
  }

  void held(Step step) {
    String message = new HeldStep(step, found.kubectl()).describe(standing());
    set(Conditions.PROGRESSING, "False", Reasons.STEP_HELD, message);
    set(
        Conditions.STALLED,
        "True",
        step.state() == StepState.FAILED ? Reasons.STEP_FAILED : Reasons.WAITING_FOR_APPROVAL,
        message);
  }

  private String standing() {
    return new Standing(record, context.now()).describe();
  }

  /** {@code turn}: the step that was tried; empty if every step that is left was tried just now. */
  void aborting(Optional<Step> turn) {
    turn.ifPresent(
        step ->
            set(
                Conditions.PROGRESSING,
                "True",
                Reasons.UNDOING,
                "rolling back %s: %s".formatted(step.name(), step.message())));
    tellWhatIsStuck();
  }

  void aborted() {
    String failed = named(StepState.UNDO_FAILED);
    Optional<Step> needless = record.steps().stream().filter(Steps::isNeedless).findFirst();
    String why = needless.map(s -> s.message() + "; ").orElse("");
    String message =
        why
            + (failed.isEmpty()
                ? "every step was rolled back"
                : "these steps could not be rolled back: " + failed);
    String reason = needless.isPresent() ? Reasons.NOBODY_SUSPECTED : Reasons.ABORTED;
    set(Conditions.PROGRESSING, "False", Reasons.FINISHED, message);
    end("False", failed.isEmpty() ? reason : Reasons.UNDO_FAILED, message);
  }

  /** Ends the recovery once both lanes are healthy; until then says how long to wait. */
  Optional<Duration> finish() {
    Instant last =
        record.steps().stream()
            .map(s -> Instant.parse(s.finishedAt()))
            .filter(at -> !at.isAfter(context.now()))
            .max(Instant::compareTo)
            .orElse(context.now());
    Instant recent = context.now().minus(PassContext.RECENT);
    LaneHealth health = context.lanes().since(last.isAfter(recent) ? last : recent);
    boolean seen = Timestamps.isOver(last, PROOF, context.now()) && health.samples() > 0;
    boolean well = isWell(health);
    if (!seen || !well && !Timestamps.isOver(last, HEALTH_TIMEOUT, context.now())) {
      set(
          Conditions.PROGRESSING,
          "True",
          Reasons.STEP_RUNNING,
          "Every step has ended. Waiting for both lanes to be healthy.");
      return Optional.of(Duration.ofMillis(500));
    }
    conclude(well);
    return Optional.empty();
  }

  /** By the thresholds of the diagnosis. One slow answer stops counting after RECENT. */
  private boolean isWell(LaneHealth health) {
    Duration slowerThan = DetectionSettings.of(context.cluster().detection()).slowerThan();
    return health.adminAnswers()
        && health.adminP99().compareTo(slowerThan) <= 0
        && health.ordinaryP99().compareTo(slowerThan) <= 0
        && health.ordinarySuccessPercent() >= 80;
  }

  private void conclude(boolean well) {
    String failed = named(StepState.FAILED);
    set(Conditions.PROGRESSING, "False", Reasons.FINISHED, "Every step has ended.");
    if (!well) {
      end(
          "False",
          Reasons.NOT_HEALTHY,
          "Every step has ended, but the API server is not healthy on both lanes. Find out what"
              + " loads it before you start another recovery.");
    } else if (record.timeline().readmittedAt() == null && record.timeline().fencedAt() != null) {
      end(
          "False",
          Reasons.STEP_FAILED,
          "Halligan did not readmit the clients; the fence expires by itself. Failed: "
              + named(StepState.FAILED, StepState.UNDO_FAILED));
    } else {
      String gaps = failed.isEmpty() ? "" : ". Steps that failed on the way: " + failed;
      end(
          "True",
          Reasons.RECOVERED,
          "The API server is healthy on both lanes and every client is back" + atOnce() + gaps);
    }
  }

  private String atOnce() {
    boolean lifted = record.steps().stream().anyMatch(s -> s.state() == StepState.UNDONE);
    return lifted
        ? ", all at once: Readmit ended before it was done, so Halligan lifted the fence"
        : "";
  }

  private String named(StepState... states) {
    return record.steps().stream()
        .filter(s -> List.of(states).contains(s.state()))
        .map(s -> s.name() + " (" + s.message() + ")")
        .collect(Collectors.joining(", "));
  }

  private void end(String status, String reason, String message) {
    record.mark(TimelineEvent.FINISHED, context.now());
    set(Conditions.SUCCEEDED, status, reason, message);
    set(Conditions.STALLED, "False", Reasons.FINISHED, "The recovery has ended.");
  }

  private ConditionSet conditions() {
    List<io.fabric8.kubernetes.api.model.Condition> present = record.status().conditions();
    return ConditionSet.of(present);
  }

  private void set(String type, String status, String reason, String message) {
    record.conditions(
        conditions()
            .with(type, status, reason, message, found.generation(), context.now())
            .conditions());
  }
}
