package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.Culprit;
import dev.halligan.attribution.OtherClient;
import dev.halligan.attribution.Ranking;
import dev.halligan.recovery.record.RequestAnnotations;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person is asked where nobody is accused, with everything known about who makes the load.
 *
 * @param suspect whom an approval accuses; null if an approval only ranks again
 */
record CulpritQuestion(WorkloadReference suspect, String text) {
  private static final int NAMED = 3;

  static CulpritQuestion about(Ranking ranking, int minConfidence) {
    List<OtherClient> heavy = ranking.outweighing();
    if (!heavy.isEmpty()) {
      return new CulpritQuestion(null, others(heavy) + second(ranking) + orElse());
    }
    if (ranking.suspects().isEmpty()) {
      return new CulpritQuestion(null, "no workload is suspected" + orElse());
    }
    Culprit first = ranking.suspects().getFirst();
    return new CulpritQuestion(
        first.workload(),
        ("the top suspect is %s with %d%% confidence; the playbook requires %d%%. Approve the step"
                + " to accuse exactly this workload, or name another with the annotation %s")
            .formatted(
                first.workload(), first.confidence(), minConfidence, RequestAnnotations.CULPRIT));
  }

  private static String others(List<OtherClient> heavy) {
    return "no workload is accused, because most of the load comes from "
        + heavy.stream()
            .limit(NAMED)
            .map(one -> "%s (%d%%)".formatted(one, one.share()))
            .collect(Collectors.joining("; "))
        + ". "
        + heavy.getFirst().advice().replaceFirst("\\.?$", ".");
  }

  private static String second(Ranking ranking) {
    return ranking.suspects().stream()
        .findFirst()
        .map(one -> " %s makes %d%%".formatted(one.workload(), one.share()))
        .orElse(" No workload is suspected");
  }

  private static String orElse() {
    return (". Name the culprit with the annotation %s, approve the step to rank again, or skip the"
            + " step")
        .formatted(RequestAnnotations.CULPRIT);
  }
}
