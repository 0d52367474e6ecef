package dev.halligan.diagnosis;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.CulpritEvidence.PodAddress;
import dev.halligan.diagnosis.CulpritEvidence.Rollout;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Which workloads are loud beside the culprit. Somebody is always the loudest of those who are
 * left, so loud is who is so by two measures: each of its pods makes many times the load of an
 * ordinary client, and its share counts of the whole load, the culprit's included. That share is
 * the larger of what it was before the fence and is at it: a culprit that knocks there for minutes
 * makes everybody else's small. Pure.
 */
public final class Noise {

  /** Ordinary clients differ two or three times from each other. */
  private static final double TIMES_ORDINARY = 4;

  private final CulpritEvidence rest;
  private final Rollouts rollouts;
  private final LoadShares addresses;
  private final LoadShares identities;
  private final Weighing weighing;

  /** A loud workload and its share of the whole load in percent. */
  public record Loud(WorkloadReference workload, int share) {}

  private Noise(CulpritEvidence all, Collection<WorkloadReference> accused) {
    rest = without(all, accused);
    rollouts = new Rollouts(rest.rollouts());
    LoadShares allAddresses = addresses(all);
    LoadShares allIdentities = identities(all);
    weighing = Weighing.of(allAddresses, allIdentities);
    addresses =
        new LoadShares(allAddresses.total(), allAddresses.weight(), addresses(rest).byWorkload());
    identities =
        new LoadShares(
            allIdentities.total(), allIdentities.weight(), identities(rest).byWorkload());
  }

  /**
   * The loud ones, loudest first; none of these namespaces, and none of kube-system.
   *
   * @param all who knocks at the fence
   * @param before the same with who was connected before it
   */
  public static List<Loud> beside(
      CulpritEvidence all,
      CulpritEvidence before,
      Collection<WorkloadReference> accused,
      Set<String> neverNamespaces) {
    Noise earlier = new Noise(before, accused);
    return new Noise(all, accused)
        .loud(earlier).stream()
            .filter(l -> CulpritRanking.mayBeAccused(l.workload(), neverNamespaces))
            .toList();
  }

  private List<Loud> loud(Noise earlier) {
    Map<WorkloadReference, Double> aPod = new HashMap<>();
    workloads().forEach(w -> aPod.put(w, share(w) / pods(w)));
    return aPod.keySet().stream()
        .filter(w -> isLoud(aPod.get(w), others(aPod, w)) && isHeard(w))
        .sorted(
            Comparator.comparingDouble((WorkloadReference w) -> larger(w, earlier))
                .reversed()
                .thenComparing(WorkloadReference::toString))
        .map(w -> new Loud(w, LoadShares.percent(larger(w, earlier))))
        .toList();
  }

  /** With nobody to compare it with, none is called loud. */
  private static boolean isLoud(double aPod, List<Double> others) {
    return !others.isEmpty() && aPod >= TIMES_ORDINARY * others.get(others.size() / 2);
  }

  /** In the queues alone everybody quiet counts one or two: a handful is not loud beside them. */
  private boolean isHeard(WorkloadReference workload) {
    LoadShares.Load queued = identities.byWorkload().get(workload);
    return addresses.total() > 0 || (queued != null && queued.amount() >= IdentityShares.FEW);
  }

  /** What one pod of everybody else makes, or one client that is no pod; rising. */
  private List<Double> others(Map<WorkloadReference, Double> aPod, WorkloadReference one) {
    return DoubleStream.concat(
            aPod.entrySet().stream()
                .filter(e -> !e.getKey().equals(one))
                .mapToDouble(Map.Entry::getValue),
            addresses.total() > 0 ? addressesWithoutPod() : identitiesWithoutWorkload())
        .sorted()
        .boxed()
        .toList();
  }

  private DoubleStream addressesWithoutPod() {
    Set<String> ofPods =
        rest.pods().stream()
            .map(pod -> AddressShares.plain(pod.address()))
            .collect(Collectors.toSet());
    return rest.addresses().stream()
        .filter(a -> !ofPods.contains(AddressShares.plain(a.address())))
        .mapToDouble(AddressLoad::packets)
        .filter(packets -> packets > 0)
        .map(packets -> weighing.share(0, packets / addresses.total()));
  }

  /** Where nobody counts addresses, those who are known by name only are what loud is above. */
  private DoubleStream identitiesWithoutWorkload() {
    Set<String> ofWorkloads =
        rollouts.all().stream().map(IdentityShares::user).collect(Collectors.toSet());
    return rest.identities().stream()
        .filter(i -> i.user() != null && !ofWorkloads.contains(i.user()))
        .collect(
            Collectors.groupingBy(
                IdentityLoad::user, Collectors.summingDouble(IdentityLoad::requests)))
        .values()
        .stream()
        .mapToDouble(requests -> weighing.share(requests / identities.total(), 0));
  }

  private Set<WorkloadReference> workloads() {
    Set<WorkloadReference> joined = new LinkedHashSet<>(identities.byWorkload().keySet());
    joined.addAll(addresses.byWorkload().keySet());
    return joined;
  }

  private double larger(WorkloadReference workload, Noise earlier) {
    return Math.max(share(workload), earlier.share(workload));
  }

  private double share(WorkloadReference workload) {
    return weighing.share(identities.share(workload), addresses.share(workload));
  }

  private long pods(WorkloadReference workload) {
    long seen =
        rest.pods().stream()
            .filter(pod -> rollouts.owner(pod.workload()).equals(workload))
            .map(PodAddress::address)
            .distinct()
            .count();
    return Math.max(Math.max(1, seen), rollouts.find(workload).map(Rollout::pods).orElse(1));
  }

  private static LoadShares addresses(CulpritEvidence e) {
    Rollouts rollouts = new Rollouts(e.rollouts());
    return AddressShares.of(e, rollouts, recency(e, rollouts));
  }

  private static LoadShares identities(CulpritEvidence e) {
    Rollouts rollouts = new Rollouts(e.rollouts());
    return IdentityShares.of(e, rollouts, recency(e, rollouts));
  }

  private static ToDoubleFunction<WorkloadReference> recency(CulpritEvidence e, Rollouts rollouts) {
    return workload -> Recency.of(changedAt(rollouts.find(workload)), e.onset());
  }

  private static Instant changedAt(Optional<Rollout> rollout) {
    return rollout.map(Rollout::changedAt).orElse(null);
  }

  /** The same evidence as if these workloads, their addresses and identities did not exist. */
  private static CulpritEvidence without(CulpritEvidence e, Collection<WorkloadReference> accused) {
    Set<String> addresses =
        e.pods().stream()
            .filter(p -> accused.contains(p.workload()))
            .map(pod -> AddressShares.plain(pod.address()))
            .collect(Collectors.toSet());
    Set<String> identities =
        e.rollouts().stream()
            .filter(r -> accused.contains(r.workload()))
            .map(IdentityShares::user)
            .collect(Collectors.toSet());
    return new CulpritEvidence(
        e.onset(),
        e.nodeCount(),
        e.addresses().stream()
            .filter(a -> !addresses.contains(AddressShares.plain(a.address())))
            .toList(),
        e.identities().stream().filter(i -> !identities.contains(i.user())).toList(),
        e.rollouts().stream().filter(r -> !accused.contains(r.workload())).toList(),
        e.pods().stream().filter(p -> !accused.contains(p.workload())).toList());
  }
}
