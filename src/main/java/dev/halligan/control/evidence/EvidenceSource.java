package dev.halligan.control.evidence;

import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.CulpritEvidence.PodAddress;
import dev.halligan.diagnosis.CulpritEvidence.Rollout;
import java.time.Duration;
import java.util.List;

/**
 * Asks the protected cluster who is loading it. Throws ControlFailure(API_CLOSED) when it does not
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

  /** Which workloads' pods have these addresses (at most 20 asked). */
  List<PodAddress> podsAt(List<String> addresses);

  /** Number of nodes. */
  int nodeCount();
}
