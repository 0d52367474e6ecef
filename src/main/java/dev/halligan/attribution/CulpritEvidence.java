package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All evidence about who caused the load.
 *
 * @param onset first bad sample; null if unknown (a person requested the recovery)
 * @param nodeCount nodes of the cluster, 0 if unknown
 * @param cpuAtLimit whether an API server was at its CPU limit since the onset; null if unknown
 */
public record CulpritEvidence(
    Instant onset,
    int nodeCount,
    List<AddressLoad> addresses,
    List<IdentityLoad> identities,
    List<Rollout> rollouts,
    List<PodAddress> pods,
    Boolean cpuAtLimit) {

  /** It is not known whether the CPU was at its limit. */
  public CulpritEvidence(
      Instant onset,
      int nodeCount,
      List<AddressLoad> addresses,
      List<IdentityLoad> identities,
      List<Rollout> rollouts,
      List<PodAddress> pods) {
    this(onset, nodeCount, addresses, identities, rollouts, pods, null);
  }

  public CulpritEvidence {
    addresses = addresses == null ? List.of() : List.copyOf(addresses);
    identities = identities == null ? List.of() : List.copyOf(identities);
    rollouts = rollouts == null ? List.of() : List.copyOf(rollouts);
    pods = pods == null ? List.of() : List.copyOf(pods);
  }

  /** The same with other loads by address. */
  public CulpritEvidence withAddresses(List<AddressLoad> others) {
    return new CulpritEvidence(onset, nodeCount, others, identities, rollouts, pods, cpuAtLimit);
  }

  /** Packets (or connections before a fence) from one source address. */
  public record AddressLoad(String address, long packets) {}

  /**
   * Requests in the API server's queues by one identity (API Priority and Fairness dump).
   *
   * @param seats what the server reserves for them together, 1 to 10 for each request; 0 if the
   *     dump does not tell (Kubernetes 1.22 and older)
   */
  public record IdentityLoad(String user, String verb, String resource, long requests, long seats) {
    /** Stands for the user of requests whose line in the dump could not be read. */
    public static final String UNREADABLE = "";

    private static final Comparator<IdentityLoad> MOST_FIRST =
        Comparator.comparingLong(IdentityLoad::requests)
            .reversed()
            .thenComparing(IdentityLoad::user)
            .thenComparing(IdentityLoad::verb)
            .thenComparing(IdentityLoad::resource);

    /** Requests of one seat each. */
    public IdentityLoad(String user, String verb, String resource, long requests) {
      this(user, verb, resource, requests, requests);
    }

    /** One for each user, verb and resource, most requests first. */
    public static List<IdentityLoad> sum(Stream<IdentityLoad> loads) {
      return loads
          .collect(
              Collectors.toMap(
                  one -> List.of(one.user, one.verb, one.resource),
                  Function.identity(),
                  IdentityLoad::and))
          .values()
          .stream()
          .sorted(MOST_FIRST)
          .toList();
    }

    private IdentityLoad and(IdentityLoad other) {
      return new IdentityLoad(user, verb, resource, requests + other.requests, seats + other.seats);
    }
  }

  /**
   * A workload, its last change, desired pods, the number of nodes it runs on, and its identity.
   */
  public record Rollout(
      WorkloadReference workload, Instant changedAt, int pods, int nodes, String serviceAccount) {}

  /**
   * The workload whose pod has an address.
   *
   * @param hostNetwork whether the address is the node's
   */
  public record PodAddress(
      String address, String node, WorkloadReference workload, boolean hostNetwork) {

    /** A pod with an address of its own. */
    public PodAddress(String address, String node, WorkloadReference workload) {
      this(address, node, workload, false);
    }
  }
}
