package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.SampleRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fewer than three samples on the ordinary lane, or none for some intervals. */
final class InsufficientSamplesRule implements Rule {

  private static final int INTERVALS = 3;

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    return what(input)
        .map(
            what ->
                new Verdict.Unknown(
                    input.since(Verdict.Unknown.class, input.now()), List.of(what)));
  }

  private static Optional<String> what(DiagnosisInput input) {
    long ordinary = input.seen().stream().filter(ClassifiedSample::ordinary).count();
    if (ordinary < SampleRun.FEWEST) {
      return Optional.of(
          "Probes on the ordinary lane so far: %d of the %d needed.%s"
              .formatted(ordinary, SampleRun.FEWEST, ofTheFuture(input.fromTheFuture())));
    }
    Instant newest = latest(newestEnd(input), input.clearSince());
    Duration age = Duration.between(newest, input.now());
    return age.compareTo(stale(input.settings())) > 0
        ? Optional.of("No new probe result for %d s.".formatted(age.toSeconds()))
        : Optional.empty();
  }

  private static Instant newestEnd(DiagnosisInput input) {
    return input.seen().stream().map(ClassifiedSample::end).max(Instant::compareTo).orElseThrow();
  }

  /** Samples that were ignored because of a doubt are not missing. */
  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Duration stale(DetectionSettings settings) {
    return settings.interval().multipliedBy(INTERVALS).plus(DetectionSettings.PROBE_DEADLINE);
  }

  private static String ofTheFuture(int samples) {
    return samples == 0
        ? ""
        : " Ignored %d probes dated in the future (a clock went back).".formatted(samples);
  }
}
