package dev.halligan.diagnosis;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.Map;

/**
 * One source's answer to who makes which part of the load.
 *
 * @param total everything the source counted
 * @param weight how much the source is to be believed, 0 to 1: a handful of requests says little
 * @param byWorkload the part of the total that could be joined to a workload
 */
record LoadShares(long total, double weight, Map<WorkloadReference, Load> byWorkload) {

  /**
   * @param amount of the source's unit
   * @param certain false when the same address or identity belongs to other workloads too
   * @param words where the load came from, as a sentence
   */
  record Load(double amount, boolean certain, String words) {}

  /** These loads as parts of a whole that has more. */
  LoadShares asPartsOf(LoadShares whole) {
    return new LoadShares(whole.total, whole.weight, byWorkload);
  }

  double amount(WorkloadReference workload) {
    Load load = byWorkload.get(workload);
    return load == null ? 0 : load.amount();
  }

  /** Part of everything, 0 to 1. */
  double share(WorkloadReference workload) {
    return total == 0 ? 0 : amount(workload) / total;
  }

  /** Part of everything that could be joined to any workload, 0 to 1. */
  double joined() {
    double amount = byWorkload.values().stream().mapToDouble(Load::amount).sum();
    return total == 0 ? 0 : amount / total;
  }

  /** Rises from 0 at {@code few} to 1 at {@code enough}. */
  static double weight(long total, double few, double enough) {
    return Math.clamp((total - few) / (enough - few), 0, 1);
  }

  static int percent(double share) {
    return (int) Math.round(100 * share);
  }
}
