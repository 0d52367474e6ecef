package dev.halligan.diagnosis.signal;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.time.Instant;

/** A sample with its classification and the time of its result. */
public record ClassifiedSample(
    Instant at, Instant end, String endpoint, Lane lane, SampleKind kind) {

  public static ClassifiedSample of(Sample sample, Duration slowerThan) {
    return new ClassifiedSample(
        sample.at(),
        sample.at().plus(duration(sample.result())),
        sample.endpoint(),
        sample.lane(),
        SampleKind.of(sample.result(), slowerThan));
  }

  /** A timeout took the whole deadline, however the time is split over the phases. */
  static Duration duration(ProbeResult result) {
    Duration total = result.timings().total();
    return result instanceof ProbeResult.TimedOut
            && total.compareTo(DetectionSettings.PROBE_DEADLINE) < 0
        ? DetectionSettings.PROBE_DEADLINE
        : total;
  }

  public boolean ordinary() {
    return lane == Lane.ORDINARY;
  }
}
