package dev.halligan.operator.decision;

import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All watched clusters at a glance: which of them answer at all, and which are new. */
public final class FleetHealth {
  private static final Duration NEW = Duration.ofMinutes(1);
  private static final int MANY = 5;

  private record Glimpse(Instant first, boolean dark) {}

  private final Map<String, Glimpse> glimpses = new ConcurrentHashMap<>();
  private final Clock clock;

  public FleetHealth(Clock clock) {
    this.clock = clock;
  }

  /**
   * Records the latest samples of a cluster. It is dark if no path shows a sign of life: no port
   * opens or refuses, and no host or pod has answered recently.
   *
   * @param heardBeside whether its hosts or pods have answered out of band
   */
  public void see(String cluster, List<Sample> latest, boolean heardBeside) {
    boolean dark =
        !heardBeside && !latest.isEmpty() && latest.stream().noneMatch(s -> speaks(s.result()));
    glimpses.compute(
        cluster,
        (_, before) -> new Glimpse(before == null ? clock.instant() : before.first(), dark));
  }

  public void forget(String cluster) {
    glimpses.remove(cluster);
  }

  public int size() {
    return glimpses.size();
  }

  public int dark() {
    return (int) glimpses.values().stream().filter(Glimpse::dark).count();
  }

  /** Whether the cluster is among many that have been watched for less than a minute. */
  public boolean isStarting(String cluster) {
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
