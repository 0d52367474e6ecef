package dev.halligan.control.pods;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far the pods are that have to be recycled behind a fence. Pure: all of it is read off the
 * pods, so that whoever comes after a crash goes on.
 */
public sealed interface Recycling {
  /** For people. */
  String words();

  /** This pod is the next; nobody else is away. */
  record Delete(ApiServerPod pod, String words) implements Recycling {}

  /** Not before what was begun is done. */
  record Wait(String words) implements Recycling {}

  /** Every pod is younger than the fence, and ready. */
  record Complete(String words) implements Recycling {}

  /**
   * @param before UIDs of the pods when the fence was raised
   * @param fencedAt when that was, by the same clock as the pods' creation
   */
  static Recycling next(List<ApiServerPod> pods, Set<String> before, Instant fencedAt) {
    var instances = before.size();
    var present = pods.stream().filter(p -> !p.leaving()).toList();
    var old = present.stream().filter(p -> isOld(p, before, fencedAt)).toList();
    var fresh = present.stream().filter(Predicate.not(old::contains)).toList();
    var count = "%d of %d API-server pods are recycled".formatted(fresh.size(), instances);
    if (present.size() < instances) {
      return new Wait(count + "; the replacement of the last one is not there yet");
    }
    if (!fresh.stream().allMatch(ApiServerPod::ready)) {
      return new Wait(count + "; the replacement of the last one is not ready yet");
    }
    // one that serves nobody is missed by nobody
    return old.stream()
        .min(Comparator.comparing(ApiServerPod::ready).thenComparing(ApiServerPod::name))
        .<Recycling>map(p -> new Delete(p, count + words(p, instances)))
        .orElseGet(() -> new Complete(count));
  }

  /**
   * Creation times count in whole seconds: a replacement may be of the same second as the fence,
   * and so may one that came just before it, but that has no connections yet.
   */
  static boolean isOld(ApiServerPod pod, Set<String> before, Instant fencedAt) {
    return before.contains(pod.uid()) || pod.createdAt().isBefore(fencedAt);
  }

  private static String words(ApiServerPod pod, int instances) {
    return instances == 1
        ? "; %s is the only one, so nobody reaches the API server until its replacement is ready"
            .formatted(pod.name())
        : ", one by one; %s is next".formatted(pod.name());
  }
}
