package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds workloads that are loud besides the culprit. Someone is always the loudest of the rest, so
 * a workload is loud only if it makes many times the load of an ordinary client, in the queues
 * before the fence or in its connection attempts at the fence, and its share counts. That share is
 * the larger of two: of the whole load before the fence, including the culprit; and of the
 * connection attempts at the fence, without the culprit. A culprit that is rejected immediately
 * retries as fast as it can, which says nothing about the load it made. Nor is anybody loud for its
 * attempts alone if the queues were read and it hardly was in them. Pure.
 */
public final class NoisyNeighbors {

  private final LoadsBefore before;
  private final LoudnessBaseline queues;
  private final LoudnessBaseline fence;

  /** A loud workload and its share in percent, the larger of the two. */
  public record NoisyWorkload(WorkloadReference workload, int share) {
    public NoisyWorkload {
      Objects.requireNonNull(workload, "workload");
    }
  }

  private NoisyNeighbors(
      CulpritEvidence before, RejectedPacketRates knocking, Collection<WorkloadReference> accused) {
    CulpritEvidence rest = without(before, accused);
    this.before = LoadsBefore.of(before, rest);
    queues = LoudnessBaseline.atTheQueues(rest);
    fence = LoudnessBaseline.atTheFence(rest, without(knocking, before, accused));
  }

  /**
   * The loud workloads, loudest first; none in these namespaces or in kube-system.
   *
   * @param before the queues, and the connections before the fence if known
   */
  public static List<NoisyWorkload> beside(
      CulpritEvidence before,
      RejectedPacketRates knocking,
      Collection<WorkloadReference> accused,
      Set<String> neverNamespaces) {
    return new NoisyNeighbors(before, knocking, accused)
        .loud().stream()
            .filter(l -> CulpritRanking.mayBeAccused(l.workload(), neverNamespaces))
            .toList();
  }

  private List<NoisyWorkload> loud() {
    return Stream.concat(
            queues.loud().stream(), fence.loud().stream().filter(w -> !before.isHarmless(w)))
        .distinct()
        .sorted(
            Comparator.comparingDouble(this::share)
                .reversed()
                .thenComparing(WorkloadReference::toString))
        .map(w -> new NoisyWorkload(w, LoadShares.percent(share(w))))
        .toList();
  }

  private double share(WorkloadReference workload) {
    return Math.max(before.share(workload), fence.loads().share(workload));
  }

  /** The parts of the others in the whole load, including the culprit's. */
  private record LoadsBefore(LoadShares addresses, LoadShares identities, SourceWeights weighing) {

    private static final double RELIABLE = 0.5;
    private static final double HARDLY_ANY = 0.02;

    static LoadsBefore of(CulpritEvidence all, CulpritEvidence rest) {
      Rollouts everybody = new Rollouts(all.rollouts());
      Rollouts others = new Rollouts(rest.rollouts());
      LoadShares addresses = AddressShares.of(all, everybody);
      LoadShares identities = IdentityShares.of(all, everybody);
      return new LoadsBefore(
          AddressShares.of(rest, others).asPartsOf(addresses),
          IdentityShares.of(rest, others).asPartsOf(identities),
          SourceWeights.of(addresses, identities));
    }

    /** Many attempts, of which the dump knows hardly any work: refused gets, 404s. */
    boolean isHarmless(WorkloadReference workload) {
      return identities.weight() >= RELIABLE && identities.share(workload) < HARDLY_ANY;
    }

    double share(WorkloadReference workload) {
      return weighing.share(identities.share(workload), addresses.share(workload));
    }
  }

  private static RejectedPacketRates without(
      RejectedPacketRates knocking, CulpritEvidence e, Collection<WorkloadReference> accused) {
    Set<String> theirs = addresses(e, accused);
    return new RejectedPacketRates(
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
        e.pods().stream().filter(p -> !accused.contains(p.workload())).toList(),
        e.cpuAtLimit());
  }
}
