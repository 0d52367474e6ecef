package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.recovery.record.JournalTimes;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.Steps;
import dev.halligan.status.Timestamps;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adapts the record of a recovery for a process that takes it over. The process that wrote it may
 * have had another clock, and nobody knows how long it has been away: whatever is kept alive is due
 * now, and the time limit of a running step restarts. Pure.
 */
public final class Takeover {
  private final RecoveryRecord record;
  private final Instant now;
  private final Duration ahead;

  private Takeover(RecoveryRecord record, Instant now) {
    this.record = record;
    this.now = now;
    this.ahead = ahead();
  }

  /** {@code status} may be null. */
  public static RecoveryRequestStatus of(RecoveryRequestStatus status, Instant now) {
    return status == null ? null : new Takeover(new RecoveryRecord(status), now).taken();
  }

  private RecoveryRequestStatus taken() {
    for (int i = 0; i < record.steps().size(); i++) {
      record.step(i, taken(record.step(i)));
    }
    if (ahead.isPositive()) {
      record.timeline(back(record.timeline()));
    }
    return record.status();
  }

  /** The least by which the writer's clock was ahead of this one. */
  private Duration ahead() {
    return Stream.concat(record.steps().stream().flatMap(Takeover::times), times(record.timeline()))
        .flatMap(text -> parsed(text).stream())
        .max(Comparator.naturalOrder())
        .map(newest -> Duration.between(now, newest))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  private static Stream<String> times(Step s) {
    return Stream.concat(
        Stream.of(s.startedAt(), s.finishedAt()).filter(Objects::nonNull), JournalTimes.of(s));
  }

  private static Stream<String> times(Timeline t) {
    return Stream.of(
            t.onsetAt(),
            t.detectedAt(),
            t.fencedAt(),
            t.adminRestoredAt(),
            t.culpritRemovedAt(),
            t.readmittedAt(),
            t.finishedAt())
        .filter(Objects::nonNull);
  }

  private Step taken(Step s) {
    Step mine =
        Steps.dueNow(JournalTimes.changed(s, this::back))
            .withStartedAt(back(s.startedAt()))
            .withFinishedAt(back(s.finishedAt()));
    return mine.state() == StepState.RUNNING ? Steps.resumed(mine, now) : mine;
  }

  private Timeline back(Timeline t) {
    return new Timeline(
        back(t.onsetAt()),
        back(t.detectedAt()),
        back(t.fencedAt()),
        back(t.adminRestoredAt()),
        back(t.culpritRemovedAt()),
        back(t.readmittedAt()),
        back(t.finishedAt()));
  }

  /** Moved back so that no time is in the future and all intervals stay the same. */
  private String back(String text) {
    return ahead.isPositive()
        ? parsed(text).map(at -> Timestamps.format(at.minus(ahead))).orElse(text)
        : text;
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
