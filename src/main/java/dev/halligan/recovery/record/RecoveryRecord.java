package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Admitted;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.attribution.Ranking;
import dev.halligan.status.Timestamps;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The record of a recovery while one pass works on it. Confined to that pass. */
public final class RecoveryRecord {
  private RecoveryRequestStatus status;

  /** {@code status} may be null; its steps may have the former journal. */
  public RecoveryRecord(RecoveryRequestStatus status) {
    this.status = status == null ? RecoveryRequestStatus.empty() : FormerJournal.converted(status);
  }

  public RecoveryRequestStatus status() {
    return status;
  }

  public Optional<RecoveryRequestStatus.Plan> plan() {
    return Optional.ofNullable(status.plan());
  }

  public List<Step> steps() {
    return status.steps() == null ? List.of() : status.steps();
  }

  public Step step(int index) {
    return steps().get(index);
  }

  /** The first step of this kind, if the plan has one. */
  public Optional<Step> step(ActionType action) {
    return steps().stream().filter(s -> s.action() == action).findFirst();
  }

  /** Whether a step of this kind was done and not rolled back. */
  public boolean isDone(ActionType action) {
    return steps().stream().anyMatch(s -> s.action() == action && s.state() == StepState.DONE);
  }

  /** Whether any step is being rolled back, or was. */
  public boolean isTakingBack() {
    return steps().stream().anyMatch(UndoSteps::isUndoBegun);
  }

  public Timeline timeline() {
    return status.timeline() != null
        ? status.timeline()
        : new Timeline(null, null, null, null, null, null, null);
  }

  public List<RecoveryRequestStatus.Culprit> culprits() {
    return status.culprits() == null ? List.of() : status.culprits();
  }

  public int admitted(String cohort) {
    return admitted().stream()
        .filter(a -> a.cohort().equals(cohort))
        .mapToInt(Admitted::share)
        .findFirst()
        .orElse(0);
  }

  public List<Admitted> admitted() {
    return status.admitted() == null ? List.of() : status.admitted();
  }

  public void plan(RecoveryRequestStatus.Plan plan) {
    status =
        status
            .withPlan(plan)
            .withSteps(plan.steps().stream().map(s -> Step.planned(s.name(), s.action())).toList());
  }

  public void step(int index, Step changed) {
    status =
        status.withSteps(
            IntStream.range(0, steps().size())
                .mapToObj(i -> i == index ? changed : step(i))
                .toList());
  }

  /** Replaces the message of a step, after what it put in place has changed. */
  public void say(int index, String message) {
    step(index, step(index).withMessage(message));
  }

  /** The recovery was not worked on for a while; that time does not count against the step. */
  public void resume(Instant now) {
    for (int i = 0; i < steps().size(); i++) {
      if (step(i).state() == StepState.RUNNING) {
        step(i, Steps.resumed(step(i), now));
      }
    }
  }

  public void conditions(List<Condition> conditions) {
    status = status.withConditions(conditions);
  }

  /** Records when something first happened; a later time never replaces it. */
  public void mark(TimelineEvent moment, Instant at) {
    timeline(moment.mark(timeline(), Timestamps.format(at)));
  }

  public void timeline(Timeline timeline) {
    status = status.withTimeline(timeline);
  }

  /** Stores the ranked suspects and the other clients. */
  public void culprits(Ranking ranking) {
    status = status.withCulprits(RankedCulprits.of(ranking));
  }

  /** Stores the admitted share of a cohort. */
  public void admitted(String cohort, int share) {
    List<Admitted> admitted = new ArrayList<>(admitted());
    admitted.removeIf(a -> a.cohort().equals(cohort));
    admitted.add(new Admitted(cohort, share));
    status = status.withAdmitted(List.copyOf(admitted));
  }

  /** Records what created the request. */
  public void trigger(Trigger trigger) {
    status = status.withTrigger(trigger);
  }

  /** Records who approved the recovery. */
  public void approvedBy(String person) {
    status = status.withApprovedBy(person);
  }

  void stamp(long epoch, long observedGeneration) {
    status = status.withEpoch(epoch).withObservedGeneration(observedGeneration);
  }
}
