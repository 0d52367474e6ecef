package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;
import dev.halligan.api.v1alpha1.StepState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The record of a recovery as a process reads it that had no part in it so far. Who wrote it may
 * have had another clock, and how long nobody worked on it is not known: what is kept alive is due
 * now, and the time of a running step begins anew. Pure.
 */
public final class Takeover {
  private final Ledger ledger;
  private final Instant now;
  private final Duration ahead;

  private Takeover(Ledger ledger, Instant now) {
    this.ledger = ledger;
    this.now = now;
    this.ahead = ahead();
  }

  /** {@code status} may be null. */
  public static RecoveryRequestStatus of(RecoveryRequestStatus status, Instant now) {
    return status == null ? null : new Takeover(new Ledger(status), now).taken();
  }

  private RecoveryRequestStatus taken() {
    for (int i = 0; i < ledger.steps().size(); i++) {
      ledger.step(i, taken(ledger.step(i)));
    }
    if (ahead.isPositive()) {
      ledger.timeline(back(ledger.timeline()));
    }
    return ledger.status();
  }

  /** By how much the clock of who wrote it was ahead of ours, at least. */
  private Duration ahead() {
    return Stream.concat(ledger.steps().stream().flatMap(Takeover::times), times(ledger.timeline()))
        .flatMap(text -> parsed(text).stream())
        .max(Comparator.naturalOrder())
        .map(newest -> Duration.between(now, newest))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  private static Stream<String> times(Step s) {
    Stream<String> progress = s.progress() == null ? Stream.of() : s.progress().values().stream();
    return Stream.concat(
        Stream.of(s.startedAt(), s.finishedAt()).filter(Objects::nonNull), progress);
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
        new Step(
            s.name(),
            s.action(),
            s.state(),
            s.message(),
            back(s.startedAt()),
            back(s.finishedAt()),
            s.evidence(),
            s.undo(),
            progress(s.progress()));
    return mine.state() == StepState.RUNNING ? Steps.resumed(mine, now) : mine;
  }

  private Map<String, String> progress(Map<String, String> progress) {
    if (progress == null) {
      return null;
    }
    Map<String, String> mine = new HashMap<>(progress);
    mine.keySet().removeAll(Steps.KEPT_ALIVE_AT);
    mine.replaceAll((_, value) -> back(value));
    return Map.copyOf(mine);
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

  /** The time moved back, so that none is in the future and all are as far apart as they were. */
  private String back(String text) {
    return ahead.isPositive()
        ? parsed(text).map(at -> Times.format(at.minus(ahead))).orElse(text)
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
