package dev.halligan.driver.hosted.fence;

import dev.halligan.driver.hosted.pods.ApiServerPod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The progress of replacing pods behind a fence. Pure: read from the pods alone, so that the next
 * leader continues after a crash.
 */
sealed interface RollingReplacement {
  /** For people. */
  String message();

  /** This pod is next; all others are present. */
  record Delete(ApiServerPod pod, String message) implements RollingReplacement {}

  /** The last replacement is not complete yet. */
  record Wait(String message) implements RollingReplacement {}

  /** Every pod is younger than the fence, and ready. */
  record Complete(String message) implements RollingReplacement {}

  /**
   * @param before UIDs of the pods when the fence was raised
   * @param fencedAt when it was raised, by the same clock as the pods' creation
   */
  static RollingReplacement next(List<ApiServerPod> pods, Set<String> before, Instant fencedAt) {
    var instances = before.size();
    var present = pods.stream().filter(p -> !p.leaving()).toList();
    var old = present.stream().filter(p -> isOld(p, before, fencedAt)).toList();
    var fresh = present.stream().filter(Predicate.not(old::contains)).toList();
    var count = "%d of %d API-server pods are replaced".formatted(fresh.size(), instances);
    if (present.size() < instances) {
      return new Wait(count + "; the last replacement does not exist yet");
    }
    if (!fresh.stream().allMatch(ApiServerPod::ready)) {
      return new Wait(count + "; the last replacement is not ready yet");
    }
    // a pod that is not ready serves nobody
    return old.stream()
        .min(Comparator.comparing(ApiServerPod::ready).thenComparing(ApiServerPod::name))
        .<RollingReplacement>map(p -> new Delete(p, count + words(p, instances)))
        .orElseGet(() -> new Complete(count));
  }

  /**
   * Creation times are in whole seconds: a replacement may be created in the same second as the
   * fence. So may a pod just before the fence, but that has no connections yet.
   */
  static boolean isOld(ApiServerPod pod, Set<String> before, Instant fencedAt) {
    return before.contains(pod.uid()) || pod.createdAt().isBefore(fencedAt);
  }

  private static String words(ApiServerPod pod, int instances) {
    return instances == 1
        ? "; %s is the only one, so the API server is unreachable until its replacement is ready"
            .formatted(pod.name())
        : "; %s is next".formatted(pod.name());
  }
}
