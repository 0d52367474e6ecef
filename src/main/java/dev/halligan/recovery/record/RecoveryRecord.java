package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Admitted;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.attribution.Culprit;
import dev.halligan.status.Timestamps;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The record of a recovery while one pass works on it. Confined to that pass. */
public final class RecoveryRecord {
  private RecoveryRequestStatus status;

  public RecoveryRecord(RecoveryRequestStatus status) {
    this.status =
        status != null
            ? status
            : new RecoveryRequestStatus(null, null, null, null, null, null, null, null, null, null);
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
    List<Step> steps =
        plan.steps().stream()
            .map(
                s ->
                    new Step(
                        s.name(),
                        s.action(),
                        StepState.PENDING,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
            .toList();
    status =
        with(
            status.conditions(),
            plan,
            steps,
            status.timeline(),
            status.culprits(),
            status.admitted());
  }

  public void step(int index, Step changed) {
    List<Step> steps =
        IntStream.range(0, steps().size()).mapToObj(i -> i == index ? changed : step(i)).toList();
    status =
        with(
            status.conditions(),
            status.plan(),
            steps,
            status.timeline(),
            status.culprits(),
            status.admitted());
  }

  /** Replaces the progress of a step, where the keep-alive records its last renewal. */
  public void progress(int index, Map<String, String> progress) {
    Step s = step(index);
    step(
        index,
        new Step(
            s.name(),
            s.action(),
            s.state(),
            s.message(),
            s.startedAt(),
            s.finishedAt(),
            s.evidence(),
            s.undo(),
            progress));
  }

  /** Replaces the message of a step, after what it put in place has changed. */
  public void say(int index, String message) {
    Step s = step(index);
    step(
        index,
        new Step(
            s.name(),
            s.action(),
            s.state(),
            message,
            s.startedAt(),
            s.finishedAt(),
            s.evidence(),
            s.undo(),
            s.progress()));
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
    status =
        with(
            conditions,
            status.plan(),
            status.steps(),
            status.timeline(),
            status.culprits(),
            status.admitted());
  }

  /** Records when something first happened; a later time never replaces it. */
  public void mark(TimelineEvent moment, Instant at) {
    Timeline marked = moment.mark(timeline(), Timestamps.format(at));
    status =
        with(
            status.conditions(),
            status.plan(),
            status.steps(),
            marked,
            status.culprits(),
            status.admitted());
  }

  public void timeline(Timeline timeline) {
    status =
        with(
            status.conditions(),
            status.plan(),
            status.steps(),
            timeline,
            status.culprits(),
            status.admitted());
  }

  /** Stores the ranked suspects. */
  public void culprits(List<Culprit> ranked) {
    List<RecoveryRequestStatus.Culprit> stored =
        ranked.stream()
            .limit(5)
            .map(
                c ->
                    new RecoveryRequestStatus.Culprit(
                        c.workload(), c.share(), c.confidence(), c.reasons()))
            .toList();
    status =
        with(
            status.conditions(),
            status.plan(),
            status.steps(),
            status.timeline(),
            stored,
            status.admitted());
  }

  /** Stores the admitted share of a cohort. */
  public void admitted(String cohort, int share) {
    List<Admitted> admitted = new ArrayList<>(admitted());
    admitted.removeIf(a -> a.cohort().equals(cohort));
    admitted.add(new Admitted(cohort, share));
    status =
        with(
            status.conditions(),
            status.plan(),
            status.steps(),
            status.timeline(),
            status.culprits(),
            List.copyOf(admitted));
  }

  /** Records what created the request. */
  public void trigger(Trigger trigger) {
    status = with(trigger, status.approvedBy());
  }

  /** Records who approved the recovery. */
  public void approvedBy(String person) {
    status = with(status.trigger(), person);
  }

  void stamp(long epoch, long observedGeneration) {
    status =
        new RecoveryRequestStatus(
            status.conditions(),
            status.plan(),
            status.steps(),
            status.timeline(),
            status.culprits(),
            status.admitted(),
            epoch,
            observedGeneration,
            status.trigger(),
            status.approvedBy());
  }

  private RecoveryRequestStatus with(Trigger trigger, String approvedBy) {
    return new RecoveryRequestStatus(
        status.conditions(),
        status.plan(),
        status.steps(),
        status.timeline(),
        status.culprits(),
        status.admitted(),
        status.epoch(),
        status.observedGeneration(),
        trigger,
        approvedBy);
  }

  private RecoveryRequestStatus with(
      List<Condition> conditions,
      RecoveryRequestStatus.Plan plan,
      List<Step> steps,
      Timeline timeline,
      List<RecoveryRequestStatus.Culprit> culprits,
      List<Admitted> admitted) {
    return new RecoveryRequestStatus(
        conditions,
        plan,
        steps,
        timeline,
        culprits,
        admitted,
        status.epoch(),
        status.observedGeneration(),
        status.trigger(),
        status.approvedBy());
  }
}
