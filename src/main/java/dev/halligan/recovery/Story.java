package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Plan;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.LaneHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells the recovery in conditions, for people and for kubectl wait. */
final class Story {
  private static final Duration PROOF = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Ledger ledger;
  private final Engine.Found found;
  private final Situation situation;

  Story(Ledger ledger, Engine.Found found, Situation situation) {
    this.ledger = ledger;
    this.found = found;
    this.situation = situation;
  }

  /** An ended recovery never goes on, whatever is changed in its request. */
  boolean hasEnded() {
    return conditions()
        .get(Conditions.SUCCEEDED)
        .filter(c -> !c.getStatus().equals("Unknown"))
        .isPresent();
  }

  boolean isApproved() {
    return approvalHolds()
        || !situation.consent().required()
        || situation.consent().approvedBy().isPresent();
  }

  /**
   * An approval once given holds, whatever becomes of the annotation. That none was needed holds
   * once something was begun, so that a mode changed meanwhile strands no recovery, and starts
   * none.
   */
  private boolean approvalHolds() {
    return conditions()
        .get(Conditions.APPROVED)
        .filter(c -> c.getStatus().equals("True"))
        .filter(c -> c.getReason().equals(Reasons.APPROVED_BY_PERSON) || hasBegun())
        .isPresent();
  }

  private boolean hasBegun() {
    return ledger.steps().stream().anyMatch(s -> s.startedAt() != null || Steps.mayHaveActed(s));
  }

  void paused() {
    String message =
        "paused: %s. No step is taken. %sEmpty spec.pauses of the ProtectedCluster to go on, or set spec.abort"
            .formatted(String.join("; ", situation.pauses()), standing());
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
    set(Conditions.SUCCEEDED, "Unknown", Reasons.STEP_RUNNING, "the recovery has not ended");
  }

  void unplannable(String reason, String message) {
    set(Conditions.PLANNED, "False", reason, message);
    end("False", Reasons.PLAN_REFUSED, message);
  }

  void dryRunEnded() {
    set(Conditions.PROGRESSING, "False", Reasons.DRY_RUN, "the steps say what would be done");
    end("True", Reasons.DRY_RUN, "planned only; nothing was touched");
  }

  void begun() {
    set(Conditions.PROGRESSING, "True", Reasons.STEP_RUNNING, "the recovery begins");
  }

  void waitsForApproval() {
    String how =
        "nothing is done before a person approves. To approve: `%s`. To end it instead: `%s`"
            .formatted(found.kubectl().approve(), found.kubectl().abort());
    set(Conditions.APPROVED, "False", Reasons.WAITING_FOR_APPROVAL, how);
    set(Conditions.PROGRESSING, "False", Reasons.WAITING_FOR_APPROVAL, how);
    set(Conditions.STALLED, "True", Reasons.WAITING_FOR_APPROVAL, how);
  }

  void approved() {
    if (approvalHolds()) {
      return;
    }
    Optional<String> by = situation.consent().approvedBy();
    by.ifPresent(ledger::approvedBy);
    if (conditions()
        .get(Conditions.APPROVED)
        .filter(c -> c.getStatus().equals("False"))
        .isPresent()) {
      set(Conditions.STALLED, "False", Reasons.MOVING, "nobody is waited for");
    }
    set(
        Conditions.APPROVED,
        "True",
        by.isPresent() ? Reasons.APPROVED_BY_PERSON : Reasons.APPROVAL_NOT_NEEDED,
        by.map(p -> "approved by " + p).orElse("no approval is required"));
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
    Optional<String> stuck = new StuckUndo(ledger, found.kubectl()).words();
    set(
        Conditions.STALLED,
        stuck.isPresent() ? "True" : "False",
        stuck.isPresent() ? Reasons.UNDO_FAILED : Reasons.MOVING,
        stuck.orElse("no step waits for a person"));
  }

  void blind() {
    set(
        Conditions.PROGRESSING,
        "True",
        Reasons.STEP_RUNNING,
        "no probe of the API server has come back to this operator yet. " + standing().strip());
  }

  void held(Step step) {
    boolean asks = step.state() == StepState.WAITING_FOR_APPROVAL;
    String word =
        Consent.next(step.name(), (asks ? Steps.heard(step) : Steps.retried(step)).orElse(null));
    Kubectl kubectl = found.kubectl();
    String message =
        "step %s: %s. %s%s: `%s`. To go on without it: `%s`. To take everything back: `%s`"
            .formatted(
                step.name(),
                step.message(),
                standing(),
                asks ? "To approve" : "To try it again",
                kubectl.annotate(asks ? Consent.APPROVE_STEP : Consent.RETRY_STEP, word),
                kubectl.annotate(Consent.SKIP_STEP, step.name()),
                kubectl.abort());
    set(Conditions.PROGRESSING, "False", Reasons.STEP_HELD, message);
    set(
        Conditions.STALLED,
        "True",
        step.state() == StepState.FAILED ? Reasons.STEP_FAILED : Reasons.WAITING_FOR_APPROVAL,
        message);
  }

  private String standing() {
    return new Standing(ledger, situation.now()).words();
  }

  /** {@code turn}: the step whose turn it was; empty when all that are left were tried just now. */
  void aborting(Optional<Step> turn) {
    turn.ifPresent(
        step ->
            set(
                Conditions.PROGRESSING,
                "True",
                Reasons.UNDOING,
                "taking back %s: %s".formatted(step.name(), step.message())));
    tellWhatIsStuck();
  }

  void aborted() {
    String failed = named(StepState.UNDO_FAILED);
    Optional<Step> needless = ledger.steps().stream().filter(Steps::isNeedless).findFirst();
    String why = needless.map(s -> s.message() + "; ").orElse("");
    String message =
        why
            + (failed.isEmpty()
                ? "every step was taken back"
                : "could not be taken back: " + failed);
    String reason = needless.isPresent() ? Reasons.NOBODY_SUSPECTED : Reasons.ABORTED;
    set(Conditions.PROGRESSING, "False", Reasons.FINISHED, message);
    end("False", failed.isEmpty() ? reason : Reasons.UNDO_FAILED, message);
  }

  /** Ends the recovery once both lanes are seen to be well; else says how long to wait. */
  Optional<Duration> finish() {
    Instant last =
        ledger.steps().stream()
            .map(s -> Instant.parse(s.finishedAt()))
            .filter(at -> !at.isAfter(situation.now()))
            .max(Instant::compareTo)
            .orElse(situation.now());
    Instant recent = situation.now().minus(Situation.RECENT);
    LaneHealth health = situation.lanes().since(last.isAfter(recent) ? last : recent);
    boolean seen = Times.isOver(last, PROOF, situation.now()) && health.samples() > 0;
    boolean well = isWell(health);
    if (!seen || !well && !Times.isOver(last, PATIENCE, situation.now())) {
      set(
          Conditions.PROGRESSING,
          "True",
          Reasons.STEP_RUNNING,
          "every step is done; watching both lanes");
      return Optional.of(Duration.ofMillis(500));
    }
    conclude(well);
    return Optional.empty();
  }

  /** By the measure by which it was found ill. One slow answer is forgotten in RECENT. */
  private boolean isWell(LaneHealth health) {
    Duration slowerThan = DetectionSettings.of(situation.cluster().detection()).slowerThan();
    return health.adminAnswers()
        && health.adminP99().compareTo(slowerThan) <= 0
        && health.ordinaryP99().compareTo(slowerThan) <= 0
        && health.ordinarySuccessPercent() >= 80;
  }

  private void conclude(boolean well) {
    String failed = named(StepState.FAILED);
    set(Conditions.PROGRESSING, "False", Reasons.FINISHED, "every step has ended");
    if (!well) {
      end(
          "False",
          Reasons.NOT_HEALTHY,
          "every step has ended, but the API server is not healthy on both lanes");
    } else if (ledger.timeline().readmittedAt() == null && ledger.timeline().fencedAt() != null) {
      end(
          "False",
          Reasons.STEP_FAILED,
          "clients were not let back, the fence expires by itself; failed: "
              + named(StepState.FAILED, StepState.UNDO_FAILED));
    } else {
      String gaps = failed.isEmpty() ? "" : "; these steps failed and were passed over: " + failed;
      end(
          "True",
          Reasons.RECOVERED,
          "the API server is healthy on both lanes and every client is back" + atOnce() + gaps);
    }
  }

  private String atOnce() {
    boolean lifted = ledger.steps().stream().anyMatch(s -> s.state() == StepState.UNDONE);
    return lifted
        ? ", all at once: Readmit ended before they were in, so the fence was lifted"
        : "";
  }

  private String named(StepState... states) {
    return ledger.steps().stream()
        .filter(s -> List.of(states).contains(s.state()))
        .map(s -> s.name() + " (" + s.message() + ")")
        .collect(Collectors.joining(", "));
  }

  private void end(String status, String reason, String message) {
    ledger.mark(Moment.FINISHED, situation.now());
    set(Conditions.SUCCEEDED, status, reason, message);
    set(Conditions.STALLED, "False", Reasons.FINISHED, "the recovery has ended");
  }

  private ConditionSet conditions() {
    List<io.fabric8.kubernetes.api.model.Condition> present = ledger.status().conditions();
    return ConditionSet.of(present);
  }

  private void set(String type, String status, String reason, String message) {
    ledger.conditions(
        conditions()
            .with(type, status, reason, message, found.generation(), situation.now())
            .conditions());
  }
}
