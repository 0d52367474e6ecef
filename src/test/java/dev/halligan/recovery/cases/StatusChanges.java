package dev.halligan.recovery.cases;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Culprit;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a person who watches a request sees change, without the journal of its steps. What a step
 * intends is left out, unless nothing else is ever said of it: in a dry run.
 */
record StatusChanges(RecoveryRequestStatus before, RecoveryRequestStatus now, boolean dryRun) {
  private static final Set<String> USUAL =
      Set.of("Succeeded=Unknown StepRunning", "Stalled=False NotStalled");

  /** Hands over each change: its kind, and the words. */
  void tell(BiConsumer<String, String> line) {
    list(now, RecoveryRequestStatus::steps).stream()
        .filter(this::isNews)
        .forEach(s -> line.accept("step", s.name() + " " + word(s.state()) + after(s.message())));
    if (!list(now, RecoveryRequestStatus::culprits)
        .equals(list(before, RecoveryRequestStatus::culprits))) {
      list(now, RecoveryRequestStatus::culprits).forEach(c -> line.accept("suspect", suspect(c)));
    }
    Set<String> said = new HashSet<>();
    list(now, RecoveryRequestStatus::conditions).stream()
        .filter(this::isNews)
        .forEach(c -> line.accept("status", words(c) + message(c, said.add(c.getMessage()))));
  }

  private boolean isNews(Step step) {
    return (step.state() != StepState.PENDING || dryRun)
        && earlier(RecoveryRequestStatus::steps, s -> s.name().equals(step.name()))
            .filter(s -> s.state() == step.state())
            .filter(s -> Objects.equals(s.message(), step.message()))
            .isEmpty();
  }

  private boolean isNews(Condition c) {
    Optional<Condition> earlier =
        earlier(RecoveryRequestStatus::conditions, e -> e.getType().equals(c.getType()));
    return earlier.isEmpty()
        ? !USUAL.contains(words(c)) && !repeatsStep(c)
        : !(words(earlier.get()).equals(words(c))
            && (repeatsStep(c) || Objects.equals(earlier.get().getMessage(), c.getMessage())));
  }

  /** Progressing says what the step says that runs or is rolled back. */
  private boolean repeatsStep(Condition c) {
    return c.getType().equals(Conditions.PROGRESSING)
        && list(now, RecoveryRequestStatus::steps).stream()
            .anyMatch(s -> c.getMessage().endsWith(s.name() + after(s.message())));
  }

  private static String message(Condition c, boolean first) {
    return first ? after(c.getMessage().replaceAll("hash [0-9a-f]+", "hash ...")) : " (same words)";
  }

  private static String after(String message) {
    return message == null ? "" : ": " + message;
  }

  static String words(Condition c) {
    return c.getType() + "=" + c.getStatus() + " " + c.getReason();
  }

  /** Without the reasons, which are the business of CulpritRankingTest. */
  private static String suspect(Culprit c) {
    return c.workload() == null
        ? "never accused: %s, %d%% of the load".formatted(c.client(), c.share())
        : "%s, %d%% of the load, confidence %d".formatted(c.workload(), c.share(), c.confidence());
  }

  static String word(StepState state) {
    try {
      return StepState.class.getField(state.name()).getAnnotation(JsonProperty.class).value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> Optional<T> earlier(
      Function<RecoveryRequestStatus, List<T>> part, Predicate<T> which) {
    return list(before, part).stream().filter(which).findFirst();
  }

  private static <T> List<T> list(
      RecoveryRequestStatus status, Function<RecoveryRequestStatus, List<T>> part) {
    return Optional.ofNullable(status).map(part).orElse(List.of());
  }
}
