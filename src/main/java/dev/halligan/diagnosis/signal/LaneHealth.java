package dev.halligan.diagnosis.signal;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The health of the two lanes, for gates. Percentiles are by nearest rank; a sample without an
 * answer counts as at least the probe deadline, and so does a lane without samples.
 *
 * @param adminAnswers whether the newest admin-lane sample of any instance was a success
 * @param ordinarySuccessPercent 0 to 100, 0 without samples; an answer below 500 that is neither
 *     401 nor 429 is a success
 * @param samples the number of samples on both lanes
 * @param adminSilent whether the admin lane was probed at least three times and never with success;
 *     a lane that was not probed is not silent
 */
public record LaneHealth(
    boolean adminAnswers,
    Duration adminP99,
    Duration ordinaryP99,
    int ordinarySuccessPercent,
    int samples,
    boolean adminSilent) {

  private static final int ASKED_ENOUGH = 3;

  public static LaneHealth of(List<Sample> samples) {
    List<Sample> admin = lane(samples, Lane.ADMIN);
    List<Sample> ordinary = lane(samples, Lane.ORDINARY);
    long good = ordinary.stream().filter(LaneHealth::success).count();
    return new LaneHealth(
        newestPerEndpoint(admin).stream().anyMatch(LaneHealth::success),
        p99(admin),
        p99(ordinary),
        ordinary.isEmpty() ? 0 : (int) (100 * good / ordinary.size()),
        samples.size(),
        admin.size() >= ASKED_ENOUGH && admin.stream().noneMatch(LaneHealth::success));
  }

  private static List<Sample> lane(List<Sample> samples, Lane lane) {
    return samples.stream().filter(sample -> sample.lane() == lane).toList();
  }

  private static Collection<Sample> newestPerEndpoint(List<Sample> samples) {
    return samples.stream()
        .collect(
            Collectors.toMap(
                Sample::endpoint,
                sample -> sample,
                (one, other) ->
                    Comparator.comparing(Sample::at).compare(one, other) > 0 ? one : other))
        .values();
  }

  private static boolean success(Sample sample) {
    return sample.result() instanceof ProbeResult.Answered(int status, var _)
        && status < 500
        && status != 401
        && status != 429;
  }

  private static Duration p99(List<Sample> samples) {
    return samples.isEmpty()
        ? DetectionSettings.PROBE_DEADLINE
        : Percentile.of(samples.stream().map(LaneHealth::duration).toList(), 99);
  }

  private static Duration duration(Sample sample) {
    Duration total = sample.result().timings().total();
    boolean answered = sample.result() instanceof ProbeResult.Answered;
    return answered || total.compareTo(DetectionSettings.PROBE_DEADLINE) > 0
        ? total
        : DetectionSettings.PROBE_DEADLINE;
  }
}
