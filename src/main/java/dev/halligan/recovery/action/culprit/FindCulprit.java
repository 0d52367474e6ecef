package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence;
import dev.halligan.attribution.CulpritRanking;
import dev.halligan.attribution.NoisyNeighbors;
import dev.halligan.attribution.Ranking;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.WorkloadNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ranks the suspects. Accuses the first one above the playbook's confidence, and the next ones that
 * are also above it with a third of its share. Below that confidence, or if a client that is no
 * workload makes more of the load, it asks a person, and an approval accuses exactly the suspect
 * that was shown. Records noisy neighbors for ScaleDownNoisy.
 */
public final class FindCulprit implements Action {
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
        .map(name -> "accuse " + name + ", as a person asked, if that workload may be accused")
        .orElse(
            ("rank suspects by share of load, recent rollout and breadth;"
                    + " ask a person below %d%% confidence")
                .formatted(StepSettings.minConfidence(step.settings())));
  }

  @Override
  public Outcome act(StepContext step) {
    Optional<UserNamedCulprit> named =
        named(step)
            .map(name -> UserNamedCulprit.of(name, StepSettings.neverNamespaces(step.settings())));
    if (named.isPresent() && named.get() instanceof UserNamedCulprit.Refused refused) {
      return refused(step, refused.why());
    }
    Optional<WorkloadReference> agreed =
        Optional.ofNullable(step.progress(CulpritProgress.class).asked())
            .filter(_ -> Steps.isApproved(step.entry()));
    if (ClientSampling.isDue(step)) {
      try {
        return ClientSampling.begin(step);
      } catch (ControlFailure e) {
        if (named.isEmpty() && agreed.isEmpty()) {
          throw e;
        } // a person's choice needs no evidence
      }
    }
    return named
        .map(UserNamedCulprit.Accepted.class::cast)
        .map(accepted -> named(step, accepted.workload()))
        .or(() -> agreed.map(workload -> knownByPerson(step, workload)))
        .orElseGet(() -> rank(step));
  }

  private static Outcome rank(StepContext step) {
    CulpritEvidence evidence = CulpritInputs.evidence(step.context(), step.record());
    int minConfidence = StepSettings.minConfidence(step.settings());
    Ranking ranking = CulpritRanking.of(evidence, StepSettings.neverNamespaces(step.settings()));
    step.record().culprits(ranking);
    List<WorkloadReference> accused = ranking.accused(minConfidence);
    return accused.isEmpty()
        ? ask(step, CulpritQuestion.about(ranking, minConfidence))
        : done(step, accused, evidence);
  }

  private static Outcome named(StepContext step, WorkloadReference workload) {
    Workloads workloads = step.workloads();
    if (workloads.export(workload).isEmpty() && workloads.podsLeft(workload) == 0) {
      return refused(step, workload + " does not exist and has no pods");
    }
    return knownByPerson(step, workload);
  }

  /** A person's choice needs no evidence; any there is only tells which others are noisy. */
  private static Outcome knownByPerson(StepContext step, WorkloadReference workload) {
    List<WorkloadReference> accused = List.of(workload);
    try {
      return done(step, accused, CulpritInputs.evidence(step.context(), step.record()));
    } catch (ControlFailure e) {
      return new Outcome.Done(
          "accused by a person: %s; noisy neighbors are unknown: %s"
              .formatted(workload, e.getMessage()),
          new CulpritResult(accused, List.of(), false));
    }
  }

  private static Outcome done(
      StepContext step, List<WorkloadReference> accused, CulpritEvidence evidence) {
    Set<String> never = StepSettings.neverNamespaces(step.settings());
    List<NoisyNeighbors.NoisyWorkload> noisy =
        NoisyNeighbors.beside(
            CulpritInputs.beforeTheFence(evidence, step),
            ClientSampling.heard(step),
            accused,
            never);
    boolean shares =
        accused.stream().anyMatch(one -> CulpritRanking.sharesAddresses(one, evidence, never));
    return new Outcome.Done(
        "accused: "
            + accused.stream().map(Object::toString).collect(Collectors.joining(", "))
            + noisy(noisy),
        new CulpritResult(accused, noisy, shares));
  }

  /** Whoever is costly beside the culprit is named, though only Deployments are ever scaled. */
  private static String noisy(List<NoisyNeighbors.NoisyWorkload> noisy) {
    return noisy.isEmpty()
        ? ""
        : noisy.stream()
            .map(one -> "%s (%d%%)".formatted(one.workload(), one.share()))
            .collect(Collectors.joining(", ", "; noisy beside it: ", ""));
  }

  private static Optional<String> named(StepContext step) {
    return step.context()
        .annotations()
        .culprit()
        .or(
            () ->
                Optional.ofNullable(step.context().request().culprit()).map(WorkloadNames::format));
  }

  private static Outcome refused(StepContext step, String why) {
    return ask(
        step,
        new CulpritQuestion(
            null,
            ("%s. No workload is accused and nothing was removed. Correct the annotation %s, or remove"
                    + " it and approve the step to rank the suspects")
                .formatted(why, RequestAnnotations.CULPRIT)));
  }

  /** The answer applies to exactly this suspect; without one it ranks again. */
  private static Outcome ask(StepContext step, CulpritQuestion question) {
    step.progress(CulpritProgress.about(question.suspect()));
    return new Outcome.NeedsApproval(question.text());
  }

  @Override
  public Optional<String> needless(StepContext step) {
    return FalseFence.reason(step);
  }
}
