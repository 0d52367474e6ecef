package dev.halligan.diagnosis;

import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.time.Instant;

/** A sample with what it means and when its result was known. */
record Seen(Instant at, Instant end, String endpoint, Lane lane, SampleKind kind) {

  static Seen of(Sample sample, Duration slowerThan) {
    return new Seen(
        sample.at(),
        sample.at().plus(duration(sample.result())),
        sample.endpoint(),
        sample.lane(),
        SampleKind.of(sample.result(), slowerThan));
  }

  /** Whoever gave up waited for the whole deadline, however the time is split over the phases. */
  static Duration duration(ProbeResult result) {
    Duration total = result.timings().total();
    return result instanceof ProbeResult.TimedOut
            && total.compareTo(DetectionSettings.PROBE_DEADLINE) < 0
        ? DetectionSettings.PROBE_DEADLINE
        : total;
  }

  boolean ordinary() {
    return lane == Lane.ORDINARY;
  }
}
