package dev.halligan.observe;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What changed in the steps of a recovery between two records of it. Pure. */
public final class StepChanges {
  private StepChanges() {}

  /** A step that changed its state; {@code from} is null when the record had no such step. */
  public record Change(Step step, StepState from) {
    /** The time from its start to its end; empty until it has ended. */
    public Optional<Duration> took() {
      return step.startedAt() == null || step.finishedAt() == null
          ? Optional.empty()
          : Optional.of(
              Duration.between(Instant.parse(step.startedAt()), Instant.parse(step.finishedAt())));
    }
  }

  /** The changes in the order of the steps. */
  public static List<Change> between(RecoveryRequestStatus before, RecoveryRequestStatus after) {
    Map<String, StepState> states =
        steps(before).stream()
            .filter(s -> s.state() != null)
            .collect(Collectors.toMap(Step::name, Step::state, (a, _) -> a));
    Function<Step, StepState> from = s -> states.get(s.name());
    return steps(after).stream()
        .filter(s -> s.state() != from.apply(s))
        .map(s -> new Change(s, from.apply(s)))
        .toList();
  }

  /** Steps that were done before, but have another message in the later record. */
  public static List<Step> told(RecoveryRequestStatus before, RecoveryRequestStatus after) {
    Map<String, String> messages =
        steps(before).stream()
            .filter(s -> s.state() == StepState.DONE && s.message() != null)
            .collect(Collectors.toMap(Step::name, Step::message, (a, _) -> a));
    return steps(after).stream()
        .filter(s -> s.state() == StepState.DONE && messages.containsKey(s.name()))
        .filter(s -> !messages.get(s.name()).equals(s.message()))
        .toList();
  }

  private static List<Step> steps(RecoveryRequestStatus status) {
    return status == null || status.steps() == null ? List.of() : status.steps();
  }
}
