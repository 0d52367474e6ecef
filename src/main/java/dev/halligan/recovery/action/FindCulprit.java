package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.workloads.Workloads;
import dev.halligan.diagnosis.Culprit;
import dev.halligan.diagnosis.CulpritEvidence;
import dev.halligan.diagnosis.CulpritRanking;
import dev.halligan.diagnosis.Noise;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Consent;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Undoing;
import dev.halligan.recovery.WorkloadNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ranks the suspects. The first above the playbook's confidence is accused, and those that are as
 * sure and nearly as loud with it; below, a person is asked, and who was shown is who is accused.
 * Notes who else is noisy, for ScaleDownNoisy.
 */
public final class FindCulprit implements Action {
  static final String ACCUSED = "accused";
  static final String NOISY = "noisy";
  private static final String ASKED = "asked";
  private static final String NAME_IT = Consent.CULPRIT + "=KIND/NAMESPACE/NAME";

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
        .map(name -> "accept " + name + ", which a person named, if it may be accused")
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
    Optional<NamedCulprit> named =
        named(step)
            .map(name -> NamedCulprit.of(name, StepSettings.neverNamespaces(step.settings())));
    if (named.isPresent() && named.get() instanceof NamedCulprit.Refused refused) {
      return refused(refused.why());
    }
    Optional<WorkloadReference> agreed =
        Optional.ofNullable(step.progress().get(ASKED))
            .filter(_ -> Steps.isApproved(step.progress()))
            .flatMap(WorkloadNames::parse);
    if (Listening.isDue(step)) {
      try {
        return Listening.begin(step);
      } catch (ControlFailure e) {
        if (named.isEmpty() && agreed.isEmpty()) {
          throw e;
        } // a person's word needs no evidence
      }
    }
    return named
        .map(NamedCulprit.Accepted.class::cast)
        .map(accepted -> named(step, accepted.workload()))
        .or(() -> agreed.map(workload -> knownByPerson(step, workload)))
        .orElseGet(() -> rank(step));
  }

  private static Outcome rank(StepContext step) {
    CulpritEvidence evidence = Suspects.evidence(step.situation(), step.ledger());
    List<Culprit> ranked =
        CulpritRanking.rank(evidence, StepSettings.neverNamespaces(step.settings()));
    step.ledger().culprits(ranked);
    int enough = StepSettings.minConfidence(step.settings());
    List<WorkloadReference> accused =
        ranked.stream()
            .filter(c -> c.confidence() >= enough && c.share() * 3 >= ranked.getFirst().share())
            .map(Culprit::workload)
            .toList();
    return accused.isEmpty() ? question(step, ranked) : done(step, accused, evidence);
  }

  private static Outcome named(StepContext step, WorkloadReference workload) {
    Workloads workloads = step.situation().hands().workloads();
    if (workloads.export(workload).isEmpty() && workloads.podsLeft(workload) == 0) {
      return refused(workload + " is not there, and neither is a pod of it");
    }
    return knownByPerson(step, workload);
  }

  /** A person's word stands without evidence; what there is of it only tells who else is loud. */
  private static Outcome knownByPerson(StepContext step, WorkloadReference workload) {
    List<WorkloadReference> accused = List.of(workload);
    try {
      return done(step, accused, Suspects.evidence(step.situation(), step.ledger()));
    } catch (ControlFailure e) {
      return new Outcome.Done(
          "accused by a person: " + workload + "; who else is loud is not known: " + e.getMessage(),
          Map.of(ACCUSED, names(accused), NOISY, ""));
    }
  }

  private static Outcome done(
      StepContext step, List<WorkloadReference> accused, CulpritEvidence evidence) {
    List<Noise.Loud> noisy =
        Noise.beside(
            Suspects.beforeTheFence(evidence, step),
            Listening.heard(step),
            accused,
            StepSettings.neverNamespaces(step.settings()));
    return new Outcome.Done(
        "accused: " + accused.stream().map(Object::toString).collect(Collectors.joining(", ")),
        Map.of(
            ACCUSED,
            names(accused),
            NOISY,
            noisy.stream().map(FindCulprit::noise).collect(Collectors.joining(","))));
  }

  private static Optional<String> named(StepContext step) {
    return step.situation()
        .consent()
        .culprit()
        .or(
            () ->
                Optional.ofNullable(step.situation().request().culprit())
                    .map(WorkloadNames::format));
  }

  private static Outcome refused(String why) {
    return new Outcome.AskPerson(
        "%s; nobody is accused and nothing was removed. Correct the annotation %s"
                .formatted(why, NAME_IT)
            + ", or remove it and approve the step to have suspects ranked",
        Map.of());
  }

  private static Outcome question(StepContext step, List<Culprit> ranked) {
    if (ranked.isEmpty()) {
      return new Outcome.AskPerson(
          "nobody is suspected; name the rollout with the annotation %s, approve the step to rank once more, or skip it"
              .formatted(NAME_IT),
          Map.of());
    }
    Culprit first = ranked.getFirst();
    return new Outcome.AskPerson(
        "the first suspect is %s with %d %% confidence, under the %d %% that the playbook asks; approve to accuse exactly that one, or name another with the annotation %s"
            .formatted(
                first.workload(),
                first.confidence(),
                StepSettings.minConfidence(step.settings()),
                NAME_IT),
        Map.of(ASKED, WorkloadNames.format(first.workload())));
  }

  private static String names(List<WorkloadReference> workloads) {
    return workloads.stream().map(WorkloadNames::format).collect(Collectors.joining(","));
  }

  private static String noise(Noise.Loud c) {
    return WorkloadNames.format(c.workload()) + "=" + c.share();
  }

  @Override
  public Optional<String> needless(StepContext step) {
    return FalseFence.words(step);
  }

  @Override
  public Undoing undo(StepContext step) {
    return new Undoing.Undone("nothing to take back");
  }
}
