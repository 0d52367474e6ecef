package dev.halligan.diagnosis;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.Map;

/**
 * One source's answer to who makes which part of the load.
 *
 * @param total everything the source counted
 * @param byWorkload the part of the total that could be joined to a workload
 */
record LoadShares(long total, Map<WorkloadReference, Load> byWorkload) {

  private static final double ENOUGH = 20;

  /**
   * @param amount of the source's unit
   * @param certain false when the same address or identity belongs to other workloads too
   * @param words where the load came from, as a sentence
   */
  record Load(double amount, boolean certain, String words) {}

  /** Part of everything, 0 to 1. */
  double share(WorkloadReference workload) {
    Load load = byWorkload.get(workload);
    return load == null || total == 0 ? 0 : load.amount() / total;
  }

  /** Part of everything that could be joined to any workload, 0 to 1. */
  double joined() {
    double amount = byWorkload.values().stream().mapToDouble(Load::amount).sum();
    return total == 0 ? 0 : amount / total;
  }

  /** How much the source is to be believed, 0 to 1: a handful of requests says little. */
  double weight() {
    return Math.min(1, total / ENOUGH);
  }

  static int percent(double share) {
    return (int) Math.round(100 * share);
  }
}
