package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fewer than three samples of the ordinary lane, or none for some intervals. */
final class TooLittleSeen implements Rule {

  private static final int INTERVALS = 3;

  @Override
  public Optional<Verdict> judge(Situation situation) {
    return what(situation)
        .map(
            what ->
                new Verdict.Unknown(
                    situation.since(Verdict.Unknown.class, situation.now()), List.of(what)));
  }

  private static Optional<String> what(Situation situation) {
    long ordinary = situation.seen().stream().filter(Seen::ordinary).count();
    if (ordinary < Stretch.FEWEST) {
      return Optional.of(
          "Samples of the ordinary lane: %d, needed: %d.%s"
              .formatted(ordinary, Stretch.FEWEST, ofTheFuture(situation.fromTheFuture())));
    }
    Instant newest = latest(newestEnd(situation), situation.clearSince());
    Duration age = Duration.between(newest, situation.now());
    return age.compareTo(stale(situation.settings())) > 0
        ? Optional.of("No new sample for %d s.".formatted(age.toSeconds()))
        : Optional.empty();
  }

  private static Instant newestEnd(Situation situation) {
    return situation.seen().stream().map(Seen::end).max(Instant::compareTo).orElseThrow();
  }

  /** What was left out while this observer doubted itself is not missing. */
  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Duration stale(DetectionSettings settings) {
    return settings.interval().multipliedBy(INTERVALS).plus(DetectionSettings.PROBE_DEADLINE);
  }

  private static String ofTheFuture(int samples) {
    return samples == 0
        ? ""
        : " Left out, for their time has not come yet (a clock went back): %d.".formatted(samples);
  }
}
