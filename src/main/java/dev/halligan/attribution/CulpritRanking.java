package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Ranks who overloaded the API server: share of the load x how recently it changed x how many nodes
 * it runs on. Accuses only workloads, never an address or identity without one. Pure.
 */
public final class CulpritRanking {

  private static final int MOST = 10;
  private static final Set<String> NEVER = Set.of("kube-system");

  private CulpritRanking() {}

  /**
   * The suspects, most likely first, at most ten; empty if there is no evidence.
   *
   * @param neverNamespaces workloads of these namespaces are never accused; kube-system never is
   */
  public static List<Culprit> rank(CulpritEvidence evidence, Set<String> neverNamespaces) {
    Rollouts rollouts = new Rollouts(evidence.rollouts());
    LoadShares identities = IdentityShares.of(evidence, rollouts);
    LoadShares addresses = AddressShares.of(evidence, rollouts, identities, neverNamespaces);
    Set<WorkloadReference> named = new LinkedHashSet<>(identities.byWorkload().keySet());
    named.addAll(addresses.byWorkload().keySet());
    Stream<CulpritCandidate> suspects =
        named.stream()
            .map(
                one ->
                    CulpritCandidate.named(
                        one, rollouts.find(one), addresses, identities, evidence));
    return Stream.concat(
            suspects, UnattributedLoad.suspects(addresses, identities, rollouts, evidence))
        .filter(suspect -> mayBeAccused(suspect.workload(), neverNamespaces))
        .filter(suspect -> LoadShares.percent(suspect.share()) > 0)
        .sorted(
            Comparator.comparingDouble(CulpritCandidate::score)
                .reversed()
                .thenComparing(suspect -> suspect.workload().toString()))
        .limit(MOST)
        .map(CulpritCandidate::culprit)
        .toList();
  }

  static boolean mayBeAccused(WorkloadReference workload, Set<String> neverNamespaces) {
    return mayBeAccused(workload.namespace(), neverNamespaces);
  }

  static boolean mayBeAccused(String namespace, Set<String> neverNamespaces) {
    return !NEVER.contains(namespace) && !neverNamespaces.contains(namespace);
  }
}
