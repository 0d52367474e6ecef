package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One place that measures clients: the API server's queues or the fence. A workload is loud if each
 * of its pods makes many times the load of an ordinary client there, and enough to rule out chance.
 *
 * @param loads the load of each workload
 * @param clients all clients, individually
 * @param fewest the minimum load of a loud workload
 * @param ordinary the load of an ordinary client among these, in ascending order
 */
record LoudnessBaseline(
    CulpritEvidence evidence,
    Rollouts rollouts,
    LoadShares loads,
    List<Client> clients,
    ToDoubleFunction<WorkloadReference> fewest,
    ToDoubleFunction<List<Double>> ordinary) {

  /** Ordinary clients differ from each other by a factor of two or three. */
  private static final double TIMES_ORDINARY = 4;

  /** Per pod and second: a few connection attempts are not loud, however quiet others are. */
  private static final double FEWEST_KNOCKS = 4;

  /**
   * @param amount the load of one client
   * @param owners the workloads that it may belong to
   */
  private record Client(double amount, Set<WorkloadReference> owners) {}

  /** In the queues, quiet clients have one or two requests: a handful is not loud. */
  static LoudnessBaseline atTheQueues(CulpritEvidence evidence) {
    Rollouts rollouts = new Rollouts(evidence.rollouts());
    return new LoudnessBaseline(
        evidence,
        rollouts,
        IdentityShares.of(evidence, rollouts),
        identities(evidence, rollouts),
        _ -> IdentityShares.FEW,
        LoudnessBaseline::amongFew);
  }

  /**
   * A client with many watches retries often at first, but backs off: only a client that continues
   * at half its first rate or more is loud.
   *
   * @param of the owners of the addresses
   */
  static LoudnessBaseline atTheFence(CulpritEvidence of, RejectedPacketRates knocking) {
    Rollouts rollouts = new Rollouts(of.rollouts());
    CulpritEvidence evidence = of.withAddresses(knocking.then());
    LoadShares first = AddressShares.of(of.withAddresses(knocking.first()), rollouts);
    double fewest = FEWEST_KNOCKS * knocking.thenFor().toMillis() / 1000;
    return new LoudnessBaseline(
        evidence,
        rollouts,
        AddressShares.of(evidence, rollouts),
        addresses(evidence, rollouts),
        workload ->
            Math.max(
                fewest * pods(workload, evidence, rollouts),
                knocking.halfAsOften(first.amount(workload))),
        others -> others.get(others.size() / 2));
  }

  Set<WorkloadReference> loud() {
    return loads.byWorkload().keySet().stream().filter(this::isLoud).collect(Collectors.toSet());
  }

  /** Without others to compare it with, a workload is not loud. */
  private boolean isLoud(WorkloadReference workload) {
    double amount = loads.amount(workload);
    List<Double> others = others(workload);
    return amount >= fewest.applyAsDouble(workload)
        && !others.isEmpty()
        && amount / pods(workload, evidence, rollouts)
            >= TIMES_ORDINARY * ordinary.applyAsDouble(others);
  }

  /**
   * The measure in the queues, where clients are few: whoever is loud too is not ordinary, and of
   * two that are left neither is ordinary alone.
   */
  private static double amongFew(List<Double> sorted) {
    List<Double> quiet = sorted.stream().filter(one -> one < IdentityShares.FEW).toList();
    List<Double> some = quiet.isEmpty() ? sorted : quiet;
    return (some.get((some.size() - 1) / 2) + some.get(some.size() / 2)) / 2;
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

  /** An address that workloads share is a node's, so its kubelet retries from it too. */
  private static int clientsAt(Set<WorkloadReference> owners) {
    return owners.size() < 2 ? 1 : owners.size() + 1;
  }

  private static List<Client> identities(CulpritEvidence evidence, Rollouts rollouts) {
    return QueuedWork.of(evidence.identities()).byUser().entrySet().stream()
        .map(one -> client(one.getValue(), rollouts.runningAs(one.getKey())))
        .toList();
  }

  private static Client client(long work, List<Rollout> runningAs) {
    int pods = runningAs.stream().mapToInt(Rollout::pods).sum();
    return new Client(
        (double) work / Math.max(1, pods),
        runningAs.stream().map(Rollout::workload).collect(Collectors.toSet()));
  }
}
