package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ranks who overloaded the API server: share of the load x how recently it changed x how many nodes
 * it runs on. Accuses only workloads; whoever else makes load is named beside them. Pure.
 */
public final class CulpritRanking {

  private static final int MOST = 10;
  private static final Set<String> NEVER = Set.of("kube-system");
  private static final Set<String> REMOVABLE =
      Set.of("DaemonSet", "Deployment", "StatefulSet", "CronJob", "Job");

  private CulpritRanking() {}

  /**
   * The suspects alone, most likely first, at most ten; empty if there is no evidence.
   *
   * @param neverNamespaces workloads of these namespaces are never accused; kube-system never is
   */
  public static List<Culprit> rank(CulpritEvidence evidence, Set<String> neverNamespaces) {
    return of(evidence, neverNamespaces).suspects();
  }

  /**
   * The suspects, most likely first, and everybody else, at most ten of each.
   *
   * @param neverNamespaces workloads of these namespaces are never accused; kube-system never is
   */
  public static Ranking of(CulpritEvidence evidence, Set<String> neverNamespaces) {
    Rollouts rollouts = new Rollouts(evidence.rollouts());
    LoadShares identities = IdentityShares.of(evidence, rollouts);
    LoadShares addresses = AddressShares.of(evidence, rollouts, identities, neverNamespaces);
    Map<Boolean, List<CulpritCandidate>> mayBeAccused =
        candidates(evidence, rollouts, addresses, identities)
            .collect(
                Collectors.partitioningBy(one -> mayBeAccused(one.workload(), neverNamespaces)));
    List<OtherClient> others =
        new OtherClients(addresses, identities, rollouts).beside(mayBeAccused.get(false));
    int heaviest = others.isEmpty() ? 0 : others.getFirst().weight();
    return new Ranking(
        mayBeAccused.get(true).stream()
            .filter(suspect -> LoadShares.percent(suspect.share()) > 0)
            .sorted(
                Comparator.comparingDouble(CulpritCandidate::score)
                    .reversed()
                    .thenComparing(suspect -> suspect.workload().toString()))
            .limit(MOST)
            .map(suspect -> suspect.culprit(heaviest > LoadShares.percent(suspect.share())))
            .toList(),
        others.stream().limit(MOST).toList());
  }

  /**
   * Whether what this workload sends cannot be told by its address from what its nodes send, so
   * that whoever lets the nodes in lets it in. False if no address was seen at all.
   */
  public static boolean sharesAddresses(
      WorkloadReference workload, CulpritEvidence evidence, Set<String> neverNamespaces) {
    Rollouts rollouts = new Rollouts(evidence.rollouts());
    LoadShares identities = IdentityShares.of(evidence, rollouts);
    LoadShares addresses = AddressShares.of(evidence, rollouts, identities, neverNamespaces);
    return addresses.total() > 0 && !addresses.isCertain(workload);
  }

  private static Stream<CulpritCandidate> candidates(
      CulpritEvidence evidence, Rollouts rollouts, LoadShares addresses, LoadShares identities) {
    Set<WorkloadReference> named = new LinkedHashSet<>(identities.byWorkload().keySet());
    named.addAll(addresses.byWorkload().keySet());
    Stream<CulpritCandidate> suspects =
        named.stream()
            .map(
                one ->
                    CulpritCandidate.named(
                        one, rollouts.find(one), addresses, identities, evidence));
    return Stream.concat(
        suspects, UnattributedLoad.suspects(addresses, identities, rollouts, evidence));
  }

  static boolean mayBeAccused(WorkloadReference workload, Set<String> neverNamespaces) {
    return isRemovable(workload) && mayBeAccused(workload.namespace(), neverNamespaces);
  }

  /** Whether Halligan knows how to remove this kind, and to create it again. */
  static boolean isRemovable(WorkloadReference workload) {
    return REMOVABLE.contains(workload.kind());
  }

  static boolean mayBeAccused(String namespace, Set<String> neverNamespaces) {
    return !NEVER.contains(namespace) && !neverNamespaces.contains(namespace);
  }
}
