package dev.halligan.operator;

import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All watched clusters at a glance: which of them say anything, and which have just come. */
final class Fleet {
  private static final Duration NEW = Duration.ofMinutes(1);
  private static final int MANY = 5;

  private record Glimpse(Instant first, boolean dark) {}

  private final Map<String, Glimpse> glimpses = new ConcurrentHashMap<>();
  private final Clock clock;

  Fleet(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes what the latest samples of a cluster say. It is dark when no path says anything: no port
   * opens or refuses, and no host or pod was heard lately either.
   *
   * @param heardBeside whether its hosts or pods were heard, past the API
   */
  void see(String cluster, List<Sample> latest, boolean heardBeside) {
    boolean dark =
        !heardBeside && !latest.isEmpty() && latest.stream().noneMatch(s -> speaks(s.result()));
    glimpses.compute(
        cluster,
        (_, before) -> new Glimpse(before == null ? clock.instant() : before.first(), dark));
  }

  void forget(String cluster) {
    glimpses.remove(cluster);
  }

  int size() {
    return glimpses.size();
  }

  int dark() {
    return (int) glimpses.values().stream().filter(Glimpse::dark).count();
  }

  /** Whether the cluster is among many that have been watched for less than a minute. */
  boolean isStarting(String cluster) {
    Instant recent = clock.instant().minus(NEW);
    Glimpse one = glimpses.get(cluster);
    return (one == null || one.first().isAfter(recent))
        && glimpses.values().stream().filter(g -> g.first().isAfter(recent)).count() >= MANY;
  }

  private static boolean speaks(ProbeResult result) {
    return switch (result) {
      case ProbeResult.NoRoute _ -> false;
      case ProbeResult.TimedOut(Phase phase, _) -> phase != Phase.TCP;
      default -> true;
    };
  }
}
