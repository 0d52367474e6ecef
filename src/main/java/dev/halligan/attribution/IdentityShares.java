package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.attribution.LoadShares.Load;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Maps service accounts to the workloads that run as them. If several do, the load is split by how
 * recently they changed and how many pods they have; one without pods makes none.
 */
final class IdentityShares {

  static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /** A dump this short is from before the storm or from behind the fence: not an overload. */
  static final double FEW = 20;

  private static final double ENOUGH = 100;

  /** Which of several workloads it is, or how many seats a list takes. */
  private static final double GUESSED = 0.7;

  private IdentityShares() {}

  static LoadShares of(CulpritEvidence evidence, Rollouts rollouts) {
    ToDoubleFunction<Rollout> weight = weight(evidence, rollouts);
    QueuedWork work = QueuedWork.of(evidence.identities());
    long requests = evidence.identities().stream().mapToLong(IdentityLoad::requests).sum();
    Map<String, List<IdentityLoad>> byUser =
        evidence.identities().stream()
            .filter(load -> load.user() != null && load.requests() > 0)
            .collect(Collectors.groupingBy(IdentityLoad::user));
    Map<WorkloadReference, Load> loads = new HashMap<>();
    Map<String, Load> others = new HashMap<>();
    byUser.forEach(
        (user, queued) -> {
          String words = words(user, queued, work);
          long amount = work.byUser().get(user);
          List<Rollout> runningAs =
              rollouts.runningAs(user).stream()
                  .filter(rollout -> weight.applyAsDouble(rollout) > 0)
                  .toList();
          double all = runningAs.stream().mapToDouble(weight).sum();
          runningAs.forEach(
              rollout ->
                  loads.put(
                      rollout.workload(),
                      load(
                          amount,
                          weight.applyAsDouble(rollout) / all,
                          runningAs.size() - 1,
                          work.known(),
                          words)));
          if (runningAs.isEmpty()) {
            others.put(user, load(amount, 1, 0, work.known(), words));
          }
        });
    return new LoadShares(work.total(), LoadShares.weight(requests, FEW, ENOUGH), 1, loads, others);
  }

  static String user(Rollout rollout) {
    return SERVICE_ACCOUNT
        + rollout.workload().namespace()
        + ":"
        + account(rollout.serviceAccount());
  }

  static String account(String serviceAccount) {
    return serviceAccount == null || serviceAccount.isEmpty() ? "default" : serviceAccount;
  }

  private static ToDoubleFunction<Rollout> weight(CulpritEvidence evidence, Rollouts rollouts) {
    ToDoubleFunction<WorkloadReference> recency = rollouts.recency(evidence.onset());
    Map<WorkloadReference, Long> seen =
        evidence.pods().stream()
            .filter(pod -> pod.workload() != null)
            .map(PodAddress::workload)
            .collect(Collectors.groupingBy(rollouts::owner, Collectors.counting()));
    return rollout ->
        recency.applyAsDouble(rollout.workload())
            * Math.max(rollout.pods(), seen.getOrDefault(rollout.workload(), 0L));
  }

  private static Load load(long amount, double part, int others, boolean known, String words) {
    String shared =
        others == 0
            ? ""
            : " %d other %s this identity; this one's share is estimated at %d%%."
                .formatted(
                    others,
                    others == 1 ? "workload shares" : "workloads share",
                    LoadShares.percent(part));
    double clarity = (known ? 1 : GUESSED) * (others == 0 ? 1 : GUESSED * part);
    return new Load(amount * part, clarity, words + shared);
  }

  private static String words(String user, List<IdentityLoad> queued, QueuedWork work) {
    IdentityLoad most =
        queued.stream().max(Comparator.comparingLong(IdentityLoad::requests)).orElseThrow();
    long amount = work.byUser().get(user);
    return "%d of %d %s (%d%%) came from %s, most of them %s %s."
        .formatted(
            amount,
            work.total(),
            work.unit(),
            LoadShares.percent((double) amount / work.total()),
            user,
            most.verb(),
            most.resource());
  }
}
