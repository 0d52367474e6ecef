package dev.halligan.driver.hosted.fence;

import dev.halligan.sidecar.FenceProbeReport;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Fence probes that see what the test says. */
final class FakeFenceProbes implements FenceProbes {
  int tries = 9;
  final Map<ProbePhase, List<String>> posted = new EnumMap<>(ProbePhase.class);
  final Map<ProbePhase, List<FenceProbeReport>> seen = new EnumMap<>(ProbePhase.class);

  @Override
  public void post(ProbePhase post, List<String> targets) {
    posted.put(post, targets);
  }

  @Override
  public List<FenceProbeReport> sightings(ProbePhase post) {
    return posted.containsKey(post) ? seen.getOrDefault(post, List.of()) : List.of();
  }

  @Override
  public void withdraw() {
    posted.clear();
  }

  void see(ProbePhase post, boolean holds, boolean accepts) {
    seen.put(
        post,
        posted.get(post).stream()
            .map(
                t ->
                    new FenceProbeReport(
                        t, "10.7.7.7", holds, true, accepts, tries, accepts ? 0 : 5))
            .toList());
  }
}
