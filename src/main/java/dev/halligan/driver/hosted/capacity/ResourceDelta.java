package dev.halligan.driver.hosted.capacity;

import dev.halligan.control.ApiServerCapacity.Size;
import java.util.Map;

/** What a growth needs at its peak beyond what is used now; 0 for nothing. */
record ResourceDelta(Size limits, Size requests, int pods) {

  /** For one pod whose container grows. */
  static ResourceDelta between(Resources now, Resources then) {
    return new ResourceDelta(
        minus(then.limit(), now.limit()), minus(then.requested(), now.requested()), 0);
  }

  ResourceDelta times(int count) {
    return new ResourceDelta(times(limits, count), times(requests, count), pods * count);
  }

  ResourceDelta plus(ResourceDelta other) {
    return new ResourceDelta(
        plus(limits, other.limits), plus(requests, other.requests), pods + other.pods);
  }

  /** By the names that a ResourceQuota uses, in its units: cores, bytes, pods. */
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
