package dev.halligan.recovery.fake;

import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** How slow the lanes are where a case says so; elsewhere they are as the storm makes them. */
public final class LanesSetting {
  private static final Duration QUICK = Duration.ofMillis(90);
  private static final Duration SLOW = Duration.ofMillis(1500);

  /** Whether there is a probe of each lane in every second, of which each is judged. */
  public boolean probed;

  public Instant ordinarySlowFrom = Instant.MAX;
  public Instant ordinarySlowUntil = Instant.MAX;
  public Instant adminSlowFrom = Instant.MAX;

  LaneHealth health(Instant from, Instant now) {
    Instant first = Instant.ofEpochSecond(from.plusMillis(999).getEpochSecond());
    return LaneHealth.of(
        Stream.iterate(first, at -> at.isBefore(now), at -> at.plusSeconds(1))
            .flatMap(at -> probes(at).stream())
            .toList());
  }

  private List<Sample> probes(Instant at) {
    boolean ordinarySlow = !at.isBefore(ordinarySlowFrom) && at.isBefore(ordinarySlowUntil);
    return List.of(
        sample(at, Lane.ADMIN, !at.isBefore(adminSlowFrom)),
        sample(at, Lane.ORDINARY, ordinarySlow));
  }

  private static Sample sample(Instant at, Lane lane, boolean slow) {
    var timings = new ProbeResult.Timings(Duration.ZERO, Duration.ZERO, slow ? SLOW : QUICK);
    return new Sample(at, "cp-0", lane, new ProbeResult.Answered(200, timings));
  }
}
