package dev.halligan.diagnosis;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which workloads are loud beside the culprit. Somebody is always the loudest of those who are
 * left, so loud is who makes many times what an ordinary client makes, in the queues before the
 * fence or by going on to knock at it, and whose share counts. That share is the larger of two: of
 * the whole load before the fence, the culprit's included; and of what knocks at the fence beside
 * the culprit, for one that is refused at once knocks as fast as it can, which tells nothing of the
 * load it made. Pure.
 */
public final class Noise {

  private final LoadsBefore before;
  private final Ear queues;
  private final Ear fence;

  /** A loud workload and its share in percent, the larger of the two. */
  public record Loud(WorkloadReference workload, int share) {}

  private Noise(CulpritEvidence before, Knocking knocking, Collection<WorkloadReference> accused) {
    CulpritEvidence rest = without(before, accused);
    this.before = LoadsBefore.of(before, rest);
    queues = Ear.atTheQueues(rest);
    fence = Ear.atTheFence(rest, without(knocking, before, accused));
  }

  /**
   * The loud ones, loudest first; none of these namespaces, and none of kube-system.
   *
   * @param before the queues, and the connections before the fence as far as they are known
   */
  public static List<Loud> beside(
      CulpritEvidence before,
      Knocking knocking,
      Collection<WorkloadReference> accused,
      Set<String> neverNamespaces) {
    return new Noise(before, knocking, accused)
        .loud().stream()
            .filter(l -> CulpritRanking.mayBeAccused(l.workload(), neverNamespaces))
            .toList();
  }

  private List<Loud> loud() {
    return Stream.concat(queues.loud().stream(), fence.loud().stream())
        .distinct()
        .sorted(
            Comparator.comparingDouble(this::share)
                .reversed()
                .thenComparing(WorkloadReference::toString))
        .map(w -> new Loud(w, LoadShares.percent(share(w))))
        .toList();
  }

  private double share(WorkloadReference workload) {
    return Math.max(before.share(workload), fence.loads().share(workload));
  }

  /** The parts of the others in the whole load, the culprit's included. */
  private record LoadsBefore(LoadShares addresses, LoadShares identities, Weighing weighing) {

    static LoadsBefore of(CulpritEvidence all, CulpritEvidence rest) {
      Rollouts everybody = new Rollouts(all.rollouts());
      Rollouts others = new Rollouts(rest.rollouts());
      LoadShares addresses = AddressShares.of(all, everybody);
      LoadShares identities = IdentityShares.of(all, everybody);
      return new LoadsBefore(
          AddressShares.of(rest, others).asPartsOf(addresses),
          IdentityShares.of(rest, others).asPartsOf(identities),
          Weighing.of(addresses, identities));
    }

    double share(WorkloadReference workload) {
      return weighing.share(identities.share(workload), addresses.share(workload));
    }
  }

  private static Knocking without(
      Knocking knocking, CulpritEvidence e, Collection<WorkloadReference> accused) {
    Set<String> theirs = addresses(e, accused);
    return new Knocking(
        without(knocking.first(), theirs),
        knocking.firstFor(),
        without(knocking.then(), theirs),
        knocking.thenFor());
  }

  private static List<AddressLoad> without(List<AddressLoad> loads, Set<String> addresses) {
    return loads.stream()
        .filter(load -> !addresses.contains(AddressShares.plain(load.address())))
        .toList();
  }

  private static Set<String> addresses(CulpritEvidence e, Collection<WorkloadReference> workloads) {
    return e.pods().stream()
        .filter(pod -> workloads.contains(pod.workload()))
        .map(pod -> AddressShares.plain(pod.address()))
        .collect(Collectors.toSet());
  }

  /** The same evidence as if these workloads, their addresses and identities did not exist. */
  private static CulpritEvidence without(CulpritEvidence e, Collection<WorkloadReference> accused) {
    Set<String> identities =
        e.rollouts().stream()
            .filter(r -> accused.contains(r.workload()))
            .map(IdentityShares::user)
            .collect(Collectors.toSet());
    return new CulpritEvidence(
        e.onset(),
        e.nodeCount(),
        without(e.addresses(), addresses(e, accused)),
        e.identities().stream().filter(i -> !identities.contains(i.user())).toList(),
        e.rollouts().stream().filter(r -> !accused.contains(r.workload())).toList(),
        e.pods().stream().filter(p -> !accused.contains(p.workload())).toList());
  }
}
