package dev.halligan.recovery;

import dev.halligan.control.fence.Fence;
import dev.halligan.control.fence.Fence.Talker;
import dev.halligan.diagnosis.LaneHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out the next move of a readmission at the fence, and journals the shares. */
public final class Gatekeeper {
  private static final String MOVED_AT = "movedAt";
  private static final int TOP = 1000;

  /** Taken for the clients of a cohort where nobody counts them: so many that no share is empty. */
  private static final int UNCOUNTED = 100;

  private Gatekeeper() {}

  /** What one pass brought. */
  public sealed interface Progress {}

  /** Not all are in. */
  public record Going(String message, Duration after, Map<String, String> progress)
      implements Progress {}

  /** All of these cohorts are in, and the gates held to the end. */
  public record AllIn() implements Progress {}

  /** Makes the next move for these cohorts. */
  public static Progress advance(StepContext step, List<Cohorts.Cohort> cohorts) {
    Readmission.Settings settings = step.readmission();
    Instant last = lastMove(step);
    Readmission.Move move =
        Readmission.next(
            states(step, cohorts),
            lanes(step.situation(), last),
            last == null ? null : Duration.between(last, step.now()),
            settings);
    return switch (move) {
      case Readmission.Grow grow ->
          admit(step, cohorts, grow.cohort(), grow.share(), settings, grow.reason());
      case Readmission.Halve halve ->
          admit(
              step, cohorts, halve.cohort(), halve.share(), settings, "halved: " + halve.reason());
      case Readmission.Wait wait -> new Going(wait.reason(), atMost(wait.after()), step.progress());
      case Readmission.Complete _ -> new AllIn();
    };
  }

  /** Null before the first; one in the future is of a clock that was ahead. */
  private static Instant lastMove(StepContext step) {
    return Optional.ofNullable(step.progress().get(MOVED_AT))
        .map(Instant::parse)
        .filter(at -> !at.isAfter(step.now()))
        .orElse(null);
  }

  private static Going admit(
      StepContext step,
      List<Cohorts.Cohort> cohorts,
      String name,
      int share,
      Readmission.Settings settings,
      String reason) {
    Cohorts.Cohort cohort =
        cohorts.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    step.situation()
        .hands()
        .fence()
        .admit(new Fence.CohortShare(name, cohort.cidrs(), share, settings.connectionsPerSecond()));
    step.ledger().admitted(name, share);
    return new Going(
        "%s at %d %% (%s)".formatted(name, share, reason),
        atMost(settings.dwell()),
        Steps.plus(step.progress(), MOVED_AT, Times.format(step.now())));
  }

  private static List<Readmission.Cohort> states(StepContext step, List<Cohorts.Cohort> cohorts) {
    Fence fence = step.situation().hands().fence();
    List<Talker> talkers = fence.talkers(TOP);
    return cohorts.stream()
        .map(
            c ->
                new Readmission.Cohort(
                    c.name(),
                    step.ledger().admitted(c.name()),
                    fence.counts() ? knocking(talkers, cohorts, c) : UNCOUNTED))
        .toList();
  }

  /** The rest contains every address: whoever has a cohort of its own does not count there too. */
  private static int knocking(
      List<Talker> talkers, List<Cohorts.Cohort> cohorts, Cohorts.Cohort cohort) {
    return (int)
        talkers.stream()
            .filter(t -> Cohorts.home(cohorts, t.address()).filter(cohort::equals).isPresent())
            .count();
  }

  /** Only what was seen since the last move speaks of it. */
  private static LaneHealth lanes(Situation situation, Instant lastMove) {
    Instant recent = situation.now().minus(Situation.RECENT);
    return situation
        .lanes()
        .since(lastMove != null && lastMove.isAfter(recent) ? lastMove : recent);
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofSeconds(1) : wait;
  }
}
