package dev.halligan.control.capacity;

import dev.halligan.control.capacity.ApiServerCapacity.Size;
import java.util.Map;

/** What a growth takes at its worst moment beyond what is used now; 0 where it takes nothing. */
record Need(Size limits, Size requests, int pods) {

  /** Of one pod's container that gets bigger. */
  static Need between(Resources now, Resources then) {
    return new Need(minus(then.limit(), now.limit()), minus(then.requested(), now.requested()), 0);
  }

  Need times(int count) {
    return new Need(times(limits, count), times(requests, count), pods * count);
  }

  Need plus(Need other) {
    return new Need(plus(limits, other.limits), plus(requests, other.requests), pods + other.pods);
  }

  /** By the words that a ResourceQuota uses, in its units: cores, bytes, pods. */
  Map<String, Double> byQuotaWord() {
    return Map.of(
        "limits.cpu", limits.cpuMillis() / 1000.0,
        "limits.memory", (double) limits.memoryBytes(),
        "requests.cpu", requests.cpuMillis() / 1000.0,
        "cpu", requests.cpuMillis() / 1000.0,
        "requests.memory", (double) requests.memoryBytes(),
        "memory", (double) requests.memoryBytes(),
        "pods", (double) pods,
        "count/pods", (double) pods);
  }

  private static Size plus(Size one, Size other) {
    return new Size(one.cpuMillis() + other.cpuMillis(), one.memoryBytes() + other.memoryBytes());
  }

  private static Size minus(Size one, Size other) {
    return new Size(one.cpuMillis() - other.cpuMillis(), one.memoryBytes() - other.memoryBytes());
  }

  private static Size times(Size one, int count) {
    return new Size(one.cpuMillis() * count, one.memoryBytes() * count);
  }
}
