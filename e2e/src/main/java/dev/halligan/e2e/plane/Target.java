package dev.halligan.e2e.plane;

import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.measure.Stopwatch;
import dev.halligan.e2e.report.DrillResult.Check;
import dev.halligan.e2e.scenario.Scenario;
import dev.halligan.e2e.watch.ClientVantage;
import dev.halligan.e2e.watch.FenceListener;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The cluster that is broken, whatever its API server runs on. */
public interface Target {
  /** The administrator that API Priority and Fairness never queues: group system:masters. */
  Config superAdmin();

  /** The same administrator's client. */
  KubernetesClient admin();

  /** Machines on which the processes of the cluster's pods run. */
  List<Node> hosts();

  /**
   * Those of them where the cast plays: watched all the time, which takes nothing from the others.
   */
  List<Node> workers();

  /** Where the ordinary client asks from; a fence keeps it out like every other. */
  ClientVantage ordinaryClient();

  /**
   * Takes away fence, freeze and growth, without any help from the cluster's API server, and the
   * customer's visits in an earlier drill.
   */
  void release();

  /** The customer writes on whichever worker it runs. */
  static void forgetVisits(Node node) {
    node.run("rm -f /var/lib/halligan-drill/*").orThrow("forgetting visits on " + node.name());
  }

  /** Starts the API server anew with these limits; returns when it is ready. */
  void limit(Scenario.ApiServer limits);

  /** Gives packets of pods their own source address, or their node's. */
  void network(Scenario.Network network);

  /** No part of the control plane begins a drill in the crash back-off of an earlier one. */
  void forgetBackOff();

  /**
   * Sees to it that pods of these workloads, when the cluster has any, are processes on the hosts.
   */
  void host(String manifests);

  /** Ready replicas of a Deployment; 0 while some are missing. */
  int ready(String namespace, String name);

  /** Whether a fence can keep clients out; else Halligan has to do without, and must say so. */
  boolean canBeFenced();

  /** What has a fence, in words: a host, a pod. */
  String instance();

  /** Looks at the fence from beside the API server until closed. */
  FenceWatch watchFence(Stopwatch watch, FenceListener listener);

  /** What a recovery must not have left behind. */
  List<Check> checks();

  /** A watch that is closed without an exception. */
  interface FenceWatch extends AutoCloseable {
    @Override
    void close();
  }
}
