package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One source's answer to which workload makes which part of the load.
 *
 * @param total everything the source counted
 * @param weight how reliable the source is, 0 to 1: a handful of requests means little
 * @param telling the part of the total that tells its client from others, 0 to 1
 * @param byWorkload the part of the total that could be mapped to workloads
 * @param others the part of the total that is known to come from somebody else: a user, an address
 */
record LoadShares(
    long total,
    double weight,
    double telling,
    Map<WorkloadReference, Load> byWorkload,
    Map<String, Load> others) {

  private static final double ONE_OF_MANY = 0.25;
  private static final double HALF = 0.5;

  /**
   * @param amount in the source's unit
   * @param clarity how surely it is this client's, 0 to 1; less than 1 if the same address or
   *     identity also belongs to other workloads
   * @param words where the load came from, as a sentence
   */
  record Load(double amount, double clarity, String words) {
    boolean isCertain() {
      return clarity == 1;
    }
  }

  /** These loads as parts of a larger whole. */
  LoadShares asPartsOf(LoadShares whole) {
    return new LoadShares(whole.total, whole.weight, whole.telling, byWorkload, others);
  }

  double amount(WorkloadReference workload) {
    Load load = byWorkload.get(workload);
    return load == null ? 0 : load.amount();
  }

  double part(double amount) {
    return total == 0 ? 0 : amount / total;
  }

  /** Its part of the total, 0 to 1. */
  double share(WorkloadReference workload) {
    return part(amount(workload));
  }

  boolean isCertain(WorkloadReference workload) {
    Load load = byWorkload.get(workload);
    return load != null && load.isCertain();
  }

  double clarity(WorkloadReference workload) {
    Load load = byWorkload.get(workload);
    return load == null ? 0 : load.clarity();
  }

  /** The part of the total that could be mapped to any workload, 0 to 1. */
  double joined() {
    return part(byWorkload.values().stream().mapToDouble(Load::amount).sum());
  }

  /** The part of the total that is known to come from a workload, 0 to 1. */
  double told() {
    return part(
        byWorkload.values().stream().filter(Load::isCertain).mapToDouble(Load::amount).sum());
  }

  /**
   * How far it explains an overload, 0 to 1: fully if one client makes half of the load. Parts of
   * Kubernetes do not, because they wait in every overload.
   */
  double explained() {
    double most =
        Stream.concat(
                byWorkload.values().stream(),
                others.entrySet().stream()
                    .filter(one -> !OtherClients.isPartOfKubernetes(one.getKey()))
                    .map(Map.Entry::getValue))
            .mapToDouble(Load::amount)
            .max()
            .orElse(0);
    return Math.clamp((part(most) - ONE_OF_MANY) / (HALF - ONE_OF_MANY), 0, 1);
  }

  /** Rises from 0 at {@code few} to 1 at {@code enough}. */
  static double weight(long total, double few, double enough) {
    return Math.clamp((total - few) / (enough - few), 0, 1);
  }

  static int percent(double share) {
    return (int) Math.round(100 * share);
  }
}
