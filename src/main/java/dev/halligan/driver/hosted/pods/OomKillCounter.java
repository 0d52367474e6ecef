package dev.halligan.driver.hosted.pods;

import java.util.HashMap;
import java.util.Map;

/** Counts OOM kills: a pod reports only its last termination. Used by one thread. */
final class OomKillCounter {
  private record Seen(int restarts, int kills) {}

  private final Map<String, Seen> seen = new HashMap<>();

  /** The OOM kills of the pod since it was first seen. */
  int kills(ApiServerPod pod) {
    var before = seen.getOrDefault(pod.name(), new Seen(pod.restarts(), 0));
    var more = pod.outOfMemory() ? Math.max(0, pod.restarts() - before.restarts()) : 0;
    var now = new Seen(pod.restarts(), before.kills() + more);
    seen.put(pod.name(), now);
    return now.kills();
  }

  void keepOnly(Iterable<ApiServerPod> pods) {
    var present = new HashMap<String, Seen>();
    pods.forEach(p -> present.put(p.name(), seen.get(p.name())));
    seen.keySet().retainAll(present.keySet());
  }
}
