package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.List;
import java.util.Optional;

/**
 * Who makes the load.
 *
 * @param suspects workloads that may be accused, most likely first
 * @param others everybody else, heaviest first
 */
public record Ranking(List<Culprit> suspects, List<OtherClient> others) {

  public Ranking {
    suspects = List.copyOf(suspects);
    others = List.copyOf(others);
  }

  /**
   * The first suspect and those right behind it, as far as each reaches this confidence, has a
   * third of the first one's share, and is not outweighed by somebody who is no such workload.
   */
  public List<WorkloadReference> accused(int minConfidence) {
    return suspects.stream()
        .takeWhile(one -> one.confidence() >= minConfidence)
        .takeWhile(one -> outweighing(one).isEmpty())
        .filter(one -> one.share() * 3 >= suspects.getFirst().share())
        .map(Culprit::workload)
        .toList();
  }

  /** Who makes more of the load than the first suspect, or than nobody if there is no suspect. */
  public List<OtherClient> outweighing() {
    return others.stream()
        .filter(
            other ->
                suspects.isEmpty() ? other.share() >= 50 : outweighs(other, suspects.getFirst()))
        .toList();
  }

  private Optional<OtherClient> outweighing(Culprit suspect) {
    return others.stream().filter(other -> outweighs(other, suspect)).findFirst();
  }

  private static boolean outweighs(OtherClient other, Culprit suspect) {
    return other.weight() > suspect.share();
  }
}
