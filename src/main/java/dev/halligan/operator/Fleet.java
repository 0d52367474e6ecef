package dev.halligan.operator;

import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All watched clusters at a glance: when most of them go dark at once, the fault is on our side.
 */
final class Fleet {
  private record Glimpse(boolean answers, boolean reachable) {}

  private final Map<String, Glimpse> glimpses = new ConcurrentHashMap<>();

  /** Notes what the latest samples of a cluster say; {@code hostReached} by SSH, out of band. */
  void see(String cluster, List<Sample> latest, boolean hostReached) {
    boolean answers = latest.stream().anyMatch(s -> s.result() instanceof ProbeResult.Answered);
    boolean reachable = hostReached || latest.stream().anyMatch(s -> reached(s.result()));
    glimpses.put(cluster, new Glimpse(answers || latest.isEmpty(), reachable));
  }

  void forget(String cluster) {
    glimpses.remove(cluster);
  }

  ObserverHealth health(Duration lateness) {
    return new ObserverHealth(
        lateness, glimpses.values().stream().anyMatch(Glimpse::reachable), glimpses.size(), dark());
  }

  int size() {
    return glimpses.size();
  }

  int dark() {
    return (int) glimpses.values().stream().filter(g -> !g.answers()).count();
  }

  private static boolean reached(ProbeResult result) {
    return switch (result) {
      case ProbeResult.NoRoute _ -> false;
      case ProbeResult.TimedOut(Phase phase, _) -> phase != Phase.TCP;
      default -> true;
    };
  }
}
