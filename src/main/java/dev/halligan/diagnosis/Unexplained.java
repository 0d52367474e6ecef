package dev.halligan.diagnosis;

import dev.halligan.diagnosis.CulpritEvidence.Rollout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the load comes from addresses without a pod (nodes, because pod traffic leaves under the
 * node's address) and no identity is known, a DaemonSet that changed just before on nearly every
 * node is worth a person's look. The confidence stays low: kubelets look the same.
 */
final class Unexplained {

  private static final double MOSTLY_JOINED = 0.2;
  private static final double JUST_CHANGED = 0.9;
  private static final double NEARLY_EVERY_NODE = 0.8;
  private static final double CERTAINTY = 0.5;

  private Unexplained() {}

  static Stream<Suspect> suspects(
      LoadShares addresses, LoadShares identities, Rollouts rollouts, CulpritEvidence evidence) {
    boolean named =
        addresses.total() == 0
            || addresses.joined() > MOSTLY_JOINED
            || identities.joined() > MOSTLY_JOINED;
    if (named) {
      return Stream.empty();
    }
    List<Rollout> fitting =
        rollouts.all().stream()
            .filter(one -> one.workload().kind().equals("DaemonSet"))
            .filter(one -> Suspect.breadth(one, evidence) >= NEARLY_EVERY_NODE)
            .filter(one -> Recency.of(one.changedAt(), evidence.onset()) >= JUST_CHANGED)
            .filter(one -> !addresses.byWorkload().containsKey(one.workload()))
            .filter(one -> !identities.byWorkload().containsKey(one.workload()))
            .toList();
    double left = 1 - addresses.joined();
    String reason =
        ("%d %% of %d packets or connections came from addresses without a pod;"
                + " it changed just before, on nearly every node.")
            .formatted(LoadShares.percent(left), addresses.total());
    return fitting.stream()
        .map(
            one ->
                Suspect.of(
                    one.workload(),
                    Optional.of(one),
                    left / fitting.size(),
                    CERTAINTY * addresses.weight(),
                    List.of(reason),
                    evidence));
  }
}
