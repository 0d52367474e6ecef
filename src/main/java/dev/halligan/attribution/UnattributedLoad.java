package dev.halligan.attribution;

import dev.halligan.attribution.CulpritEvidence.Rollout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * If the load comes from addresses that tell no workload (nodes, because pod traffic leaves with
 * the node's address) and no identity is known, a DaemonSet that changed just before on nearly
 * every node is worth a person's attention. The confidence stays low, because kubelets look the
 * same.
 */
final class UnattributedLoad {

  private static final double MOSTLY_JOINED = 0.2;
  private static final double JUST_CHANGED = 0.9;
  private static final double NEARLY_EVERY_NODE = 0.8;
  private static final double CERTAINTY = 0.5;

  private UnattributedLoad() {}

  static Stream<CulpritCandidate> suspects(
      LoadShares addresses, LoadShares identities, Rollouts rollouts, CulpritEvidence evidence) {
    boolean named =
        addresses.total() == 0
            || addresses.told() > MOSTLY_JOINED
            || identities.joined() * identities.weight() > MOSTLY_JOINED;
    if (named) {
      return Stream.empty();
    }
    List<Rollout> fitting =
        rollouts.all().stream()
            .filter(one -> one.workload().kind().equals("DaemonSet"))
            .filter(one -> CulpritCandidate.breadth(one, evidence) >= NEARLY_EVERY_NODE)
            .filter(one -> ChangeRecency.of(one.changedAt(), evidence.onset()) >= JUST_CHANGED)
            .filter(one -> !addresses.byWorkload().containsKey(one.workload()))
            .filter(one -> identities.weight() * identities.share(one.workload()) == 0)
            .toList();
    double left = 1 - addresses.told();
    String reason =
        ("%d%% of %d packets or connections came from addresses %s;"
                + " this DaemonSet changed just before, on nearly every node.")
            .formatted(
                LoadShares.percent(left),
                addresses.total(),
                addresses.joined() == 0 ? "without a pod" : "that tell no workload");
    return fitting.stream()
        .map(
            one ->
                CulpritCandidate.of(
                    one.workload(),
                    Optional.of(one),
                    new SourceWeights.Agreement(
                        left / fitting.size(), 1, 0, CERTAINTY * addresses.weight()),
                    List.of(reason),
                    evidence));
  }
}
