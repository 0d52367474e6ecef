package dev.halligan.attribution;

import dev.halligan.attribution.LoadShares.Load;
import dev.halligan.attribution.OtherClient.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the load that no workload makes which may be accused. Pure. */
final class OtherClients {

  private static final String KUBELET = "system:node:";
  private static final String COMPONENT = "system:";
  private static final String ANYBODY = "system:anonymous";
  private static final String CONTROLLERS = IdentityShares.SERVICE_ACCOUNT + "kube-system:";

  private final LoadShares addresses;
  private final LoadShares identities;
  private final SourceWeights weights;
  private final Rollouts rollouts;

  OtherClients(LoadShares addresses, LoadShares identities, Rollouts rollouts) {
    this.addresses = addresses;
    this.identities = identities;
    this.weights = SourceWeights.of(addresses, identities);
    this.rollouts = rollouts;
  }

  /**
   * Those with at least one percent, heaviest first.
   *
   * @param spared the workloads that may not be accused
   */
  List<OtherClient> beside(Collection<CulpritCandidate> spared) {
    return Stream.of(
            spared.stream().map(this::workload),
            users(),
            addresses.others().entrySet().stream().map(this::address),
            nodes())
        .flatMap(all -> all)
        .filter(one -> one.share() > 0)
        .sorted(
            Comparator.comparingInt(OtherClient::weight)
                .thenComparingInt(OtherClient::share)
                .reversed()
                .thenComparing(OtherClient::name))
        .toList();
  }

  private OtherClient workload(CulpritCandidate candidate) {
    var workload = candidate.workload();
    Kind kind =
        workload.kind().equals(Rollouts.JOBS)
            ? Kind.JOBS
            : CulpritRanking.isRemovable(workload) ? Kind.NEVER_ACCUSED : Kind.OTHER_KIND;
    String name =
        kind == Kind.JOBS
            ? "%d Jobs of account %s:%s"
                .formatted(rollouts.jobs(workload), workload.namespace(), workload.name())
            : workload.toString();
    return new OtherClient(
        kind, name, percent(share(candidate)), percent(weight(candidate)), candidate.reasons());
  }

  private double share(CulpritCandidate candidate) {
    double byIdentity = identities.weight() == 0 ? 0 : identities.share(candidate.workload());
    if (byIdentity > 0) {
      return byIdentity;
    }
    return addresses.isCertain(candidate.workload())
        ? addresses.share(candidate.workload())
        : candidate.share();
  }

  /** Whoever is known by the nodes' addresses alone outweighs nobody. */
  private double weight(CulpritCandidate candidate) {
    boolean told =
        identities.weight() * identities.share(candidate.workload()) > 0
            || addresses.isCertain(candidate.workload());
    return told ? candidate.share() : 0;
  }

  private Stream<OtherClient> users() {
    Map<Boolean, List<Map.Entry<String, Load>>> byKubelet =
        identities.others().entrySet().stream()
            .collect(Collectors.partitioningBy(one -> one.getKey().startsWith(KUBELET)));
    return Stream.concat(
        byKubelet.get(false).stream().map(this::user), kubelets(byKubelet.get(true)));
  }

  private OtherClient user(Map.Entry<String, Load> load) {
    String user = load.getKey();
    Kind kind = kind(user);
    String name =
        switch (kind) {
          case ACCOUNT -> user.substring(IdentityShares.SERVICE_ACCOUNT.length());
          case UNREADABLE -> "lines of the dump that could not be read";
          default -> user;
        };
    return byIdentity(kind, name, load.getValue().amount(), List.of(load.getValue().words()));
  }

  static boolean isPartOfKubernetes(String user) {
    return kind(user) == Kind.COMPONENT && !user.startsWith(KUBELET);
  }

  private static Kind kind(String user) {
    if (user.equals(ANYBODY)) {
      return Kind.USER;
    }
    if (user.startsWith(CONTROLLERS)) {
      return Kind.COMPONENT;
    }
    if (user.startsWith(IdentityShares.SERVICE_ACCOUNT)) {
      return Kind.ACCOUNT;
    }
    if (user.startsWith(COMPONENT)) {
      return Kind.COMPONENT;
    }
    return user.isEmpty() ? Kind.UNREADABLE : Kind.USER;
  }

  private Stream<OtherClient> kubelets(List<Map.Entry<String, Load>> loads) {
    double all = loads.stream().mapToDouble(one -> one.getValue().amount()).sum();
    String name = "the kubelets of " + AddressShares.counted(loads.size(), "node", "nodes");
    return Stream.of(byIdentity(Kind.KUBELETS, name, all, List.of()));
  }

  private OtherClient byIdentity(Kind kind, String name, double amount, List<String> reasons) {
    double share = identities.part(amount);
    return new OtherClient(
        kind,
        name,
        identities.weight() == 0 ? 0 : percent(share),
        percent(weights.share(share, 0)),
        reasons);
  }

  private OtherClient address(Map.Entry<String, Load> load) {
    double share = addresses.part(load.getValue().amount());
    return new OtherClient(
        Kind.ADDRESS,
        load.getKey(),
        percent(share),
        percent(weights.share(0, share)),
        List.of(load.getValue().words()));
  }

  private Stream<OtherClient> nodes() {
    return Stream.of(
        new OtherClient(
            Kind.NODE_ADDRESSES,
            "node addresses",
            addresses.total() == 0 ? 0 : percent(1 - addresses.telling()),
            0,
            List.of()));
  }

  private static int percent(double share) {
    return LoadShares.percent(share);
  }
}
