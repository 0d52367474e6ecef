package dev.halligan.diagnosis;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.CulpritEvidence.PodAddress;
import dev.halligan.diagnosis.CulpritEvidence.Rollout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One place where clients are heard: the API server's queues or the fence. Loud is a workload each
 * of whose pods makes many times what an ordinary client makes there, and enough to be told from
 * chance.
 *
 * @param loads what each workload makes
 * @param clients everybody, one by one
 * @param fewest what a workload makes at least to be loud
 */
record Ear(
    CulpritEvidence evidence,
    Rollouts rollouts,
    LoadShares loads,
    List<Client> clients,
    ToDoubleFunction<WorkloadReference> fewest) {

  /** Ordinary clients differ two or three times from each other. */
  private static final double TIMES_ORDINARY = 4;

  /** Of a pod, and a second: a few knocks are not loud however quiet the others are. */
  private static final double FEWEST_KNOCKS = 4;

  /**
   * @param amount what one client makes
   * @param owners the workloads it may be of
   */
  private record Client(double amount, Set<WorkloadReference> owners) {}

  /** In the queues everybody quiet counts one or two: a handful is not loud beside them. */
  static Ear atTheQueues(CulpritEvidence evidence) {
    Rollouts rollouts = new Rollouts(evidence.rollouts());
    return new Ear(
        evidence,
        rollouts,
        IdentityShares.of(evidence, rollouts),
        identities(evidence, rollouts),
        _ -> IdentityShares.FEW);
  }

  /**
   * Who has many watches knocks often, but more rarely each time: loud is who goes on at least half
   * as often as before.
   *
   * @param of the addresses' owners
   */
  static Ear atTheFence(CulpritEvidence of, Knocking knocking) {
    Rollouts rollouts = new Rollouts(of.rollouts());
    CulpritEvidence evidence = of.withAddresses(knocking.then());
    LoadShares first = AddressShares.of(of.withAddresses(knocking.first()), rollouts);
    double fewest = FEWEST_KNOCKS * knocking.thenFor().toMillis() / 1000;
    return new Ear(
        evidence,
        rollouts,
        AddressShares.of(evidence, rollouts),
        addresses(evidence, rollouts),
        workload ->
            Math.max(
                fewest * pods(workload, evidence, rollouts),
                knocking.halfAsOften(first.amount(workload))));
  }

  Set<WorkloadReference> loud() {
    return loads.byWorkload().keySet().stream().filter(this::isLoud).collect(Collectors.toSet());
  }

  /** With nobody to compare it with, none is called loud. */
  private boolean isLoud(WorkloadReference workload) {
    double amount = loads.amount(workload);
    List<Double> others = others(workload);
    return amount >= fewest.applyAsDouble(workload)
        && !others.isEmpty()
        && amount / pods(workload, evidence, rollouts)
            >= TIMES_ORDINARY * others.get(others.size() / 2);
  }

  private List<Double> others(WorkloadReference workload) {
    return clients.stream()
        .filter(client -> !client.owners().contains(workload))
        .map(Client::amount)
        .sorted()
        .toList();
  }

  private static long pods(
      WorkloadReference workload, CulpritEvidence evidence, Rollouts rollouts) {
    long seen =
        evidence.pods().stream()
            .filter(pod -> rollouts.owner(pod.workload()).equals(workload))
            .map(PodAddress::address)
            .distinct()
            .count();
    return Math.max(Math.max(1, seen), rollouts.find(workload).map(Rollout::pods).orElse(1));
  }

  private static List<Client> addresses(CulpritEvidence evidence, Rollouts rollouts) {
    Map<String, Set<WorkloadReference>> owners = AddressShares.owners(evidence, rollouts);
    return evidence.addresses().stream()
        .map(
            load -> {
              Set<WorkloadReference> of =
                  owners.getOrDefault(AddressShares.plain(load.address()), Set.of());
              return new Client((double) load.packets() / clientsAt(of), of);
            })
        .toList();
  }

  /** An address that workloads share is a node's, so its kubelet knocks too. */
  private static int clientsAt(Set<WorkloadReference> owners) {
    return owners.size() < 2 ? 1 : owners.size() + 1;
  }

  private static List<Client> identities(CulpritEvidence evidence, Rollouts rollouts) {
    Map<String, Long> byUser =
        evidence.identities().stream()
            .filter(load -> load.user() != null)
            .collect(
                Collectors.groupingBy(
                    IdentityLoad::user, Collectors.summingLong(IdentityLoad::requests)));
    Map<String, List<Rollout>> runningAs =
        rollouts.all().stream().collect(Collectors.groupingBy(IdentityShares::user));
    return byUser.entrySet().stream()
        .map(one -> client(one.getValue(), runningAs.getOrDefault(one.getKey(), List.of())))
        .toList();
  }

  private static Client client(long requests, List<Rollout> runningAs) {
    int pods = runningAs.stream().mapToInt(Rollout::pods).sum();
    return new Client(
        (double) requests / Math.max(1, pods),
        runningAs.stream().map(Rollout::workload).collect(Collectors.toSet()));
  }
}
