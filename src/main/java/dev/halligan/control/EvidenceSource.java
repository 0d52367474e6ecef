package dev.halligan.control;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import java.time.Duration;
import java.util.List;

/**
 * Asks the protected cluster who causes its load. Throws ControlFailure(API_CLOSED) if it does not
 * answer.
 */
public interface EvidenceSource {

  /**
   * Who is in the API server's queues now (APF dump_requests), summed by user, verb and resource.
   */
  List<IdentityLoad> queuedRequests(Duration deadline);

  /**
   * DaemonSets, Deployments, StatefulSets, CronJobs and Jobs with the time of their last change.
   */
  List<Rollout> rollouts();

  /**
   * Whatever else runs as these service accounts: owners of pods that are of no kind in {@link
   * #rollouts()}, one entry for each pod, created with it.
   *
   * @param users as the API server names them; at most five accounts are read
   */
  default List<Rollout> othersRunningAs(List<String> users) {
    return List.of();
  }

  /** The workloads whose pods have these addresses; reads at most 20 addresses. */
  List<PodAddress> podsAt(List<String> addresses);

  /** Number of nodes. */
  int nodeCount();
}
