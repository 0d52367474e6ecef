package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.diagnosis.Culprit;
import dev.halligan.diagnosis.CulpritEvidence;
import dev.halligan.diagnosis.CulpritRanking;
import dev.halligan.diagnosis.Noise;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Undoing;
import dev.halligan.recovery.WorkloadNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ranks the suspects. The first above the playbook's confidence is accused, and those that are as
 * sure and nearly as loud with it; below, a person is asked. Notes who else is noisy, for
 * ScaleDownNoisy.
 */
public final class FindCulprit implements Action {
  static final String ACCUSED = "accused";
  static final String NOISY = "noisy";
  private static final Duration LISTEN = Duration.ofSeconds(2);

  @Override
  public ActionType type() {
    return ActionType.FIND_CULPRIT;
  }

  @Override
  public boolean needsAdminLane() {
    return true;
  }

  @Override
  public String intent(StepContext step) {
    return named(step)
        .map(w -> "accept " + w + ", which a person named")
        .orElse(
            "rank suspects by share of load, recent rollout and breadth; below %d %% confidence ask a person"
                .formatted(StepSettings.minConfidence(step.settings())));
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    return Map.of();
  }

  @Override
  public Outcome act(StepContext step) {
    if (Duration.between(step.startedAt(), step.now()).compareTo(LISTEN) < 0
        && step.progress().isEmpty()) {
      return new Outcome.Again(
          "listening who knocks at the fence",
          LISTEN,
          Steps.plus(step.progress(), "listening", "true"));
    }
    CulpritEvidence evidence = Suspects.evidence(step.situation(), step.ledger());
    Set<String> never = StepSettings.neverNamespaces(step.settings());
    List<Culprit> ranked = CulpritRanking.rank(evidence, never);
    step.ledger().culprits(ranked);
    List<WorkloadReference> accused = accused(step, ranked);
    if (accused.isEmpty()) {
      return new Outcome.AskPerson(question(step, ranked));
    }
    List<Noise.Loud> noisy = Noise.beside(evidence, accused, never);
    return new Outcome.Done(
        "accused: " + accused.stream().map(Object::toString).collect(Collectors.joining(", ")),
        Map.of(
            ACCUSED,
            names(accused),
            NOISY,
            noisy.stream().map(FindCulprit::noise).collect(Collectors.joining(","))));
  }

  private static List<WorkloadReference> accused(StepContext step, List<Culprit> ranked) {
    Optional<WorkloadReference> named = named(step);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    boolean agreed =
        step.situation()
            .consent()
            .approvedStep()
            .filter(step.settings().name()::equals)
            .isPresent();
    if (agreed && !ranked.isEmpty()) {
      return List.of(ranked.getFirst().workload());
    }
    int enough = StepSettings.minConfidence(step.settings());
    return ranked.stream()
        .filter(c -> c.confidence() >= enough && c.share() * 3 >= ranked.getFirst().share())
        .map(Culprit::workload)
        .toList();
  }

  private static Optional<WorkloadReference> named(StepContext step) {
    return step.situation()
        .consent()
        .culprit()
        .or(() -> Optional.ofNullable(step.situation().request().culprit()));
  }

  private static String question(StepContext step, List<Culprit> ranked) {
    if (ranked.isEmpty()) {
      return "nobody is suspected; name the rollout with the annotation halligan.dev/culprit=KIND/NAMESPACE/NAME, or skip the step";
    }
    Culprit first = ranked.getFirst();
    return "the first suspect is %s with %d %% confidence, under the %d %% that the playbook asks; approve it, or name another with the annotation halligan.dev/culprit=KIND/NAMESPACE/NAME"
        .formatted(
            first.workload(), first.confidence(), StepSettings.minConfidence(step.settings()));
  }

  private static String names(List<WorkloadReference> workloads) {
    return workloads.stream().map(WorkloadNames::format).collect(Collectors.joining(","));
  }

  private static String noise(Noise.Loud c) {
    return WorkloadNames.format(c.workload()) + "=" + c.share();
  }

  @Override
  public Undoing undo(StepContext step) {
    return new Undoing.Undone("nothing to take back");
  }
}
