package dev.halligan.recovery.fake;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The workloads, and the pods of the one that storms: the agent. */
public final class WorkloadsSetting {
  public Set<WorkloadReference> exist =
      new HashSet<>(Set.of(FakeCluster.AGENT, FakeCluster.CHATTY));
  public Map<WorkloadReference, Integer> replicas = new HashMap<>(Map.of(FakeCluster.CHATTY, 3));

  /** Those without an object and without pods. */
  public Set<WorkloadReference> absent = new HashSet<>();

  /** One that an admission webhook keeps from being scaled to zero. */
  public WorkloadReference stubborn;

  /** Pods of the agent. */
  public int pods = 2;

  /** Whether they outlive it. */
  public boolean podsStay;

  /** Of whatever bears the agent's name. */
  public String agentUid = "first";

  public int refusedScales;
}
