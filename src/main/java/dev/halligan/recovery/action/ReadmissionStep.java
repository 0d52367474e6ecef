package dev.halligan.recovery.action;

import dev.halligan.control.Fence;
import dev.halligan.control.Fence.Client;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.readmission.ClientCohorts;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Carries out the next move of a readmission at the fence, and journals the shares. */
public final class ReadmissionStep {
  private static final int TOP = 1000;

  /** Assumed number of clients where the fence does not count them: no share is then empty. */
  private static final int UNCOUNTED = 100;

  private ReadmissionStep() {}

  /** What one pass brought. */
  public sealed interface Progress {}

  /** Not all are in. {@code movedAt} is for the next call: when a share was last changed. */
  public record Going(String message, Duration after, Instant movedAt) implements Progress {}

  /** All of these cohorts are in, and the gates held to the end. */
  public record AllIn() implements Progress {}

  /** Makes the next move for these cohorts; {@code movedAt} is null before the first. */
  public static Progress advance(
      StepContext step, List<ClientCohorts.Cohort> cohorts, Instant movedAt) {
    return carryOut(next(step, cohorts, movedAt), step, cohorts, movedAt);
  }

  /** The same, but a cohort that is in stays in, however slow the API server is. */
  public static Progress advanceOnly(
      StepContext step, List<ClientCohorts.Cohort> cohorts, Instant movedAt) {
    Readmission.Move move =
        switch (next(step, cohorts, movedAt)) {
          case Readmission.Halve halve ->
              new Readmission.Wait(step.readmission().dwell(), halve.reason());
          case Readmission.Move other -> other;
        };
    return carryOut(move, step, cohorts, movedAt);
  }

  private static Readmission.Move next(
      StepContext step, List<ClientCohorts.Cohort> cohorts, Instant movedAt) {
    Instant last = lastMove(step, movedAt);
    return Readmission.next(
        states(step, cohorts),
        lanes(step.context(), last),
        last == null ? null : Duration.between(last, step.now()),
        step.readmission());
  }

  private static Progress carryOut(
      Readmission.Move move,
      StepContext step,
      List<ClientCohorts.Cohort> cohorts,
      Instant movedAt) {
    Readmission.Settings settings = step.readmission();
    return switch (move) {
      case Readmission.Grow grow ->
          admit(step, cohorts, grow.cohort(), grow.share(), settings, grow.reason());
      case Readmission.Halve halve ->
          admit(
              step, cohorts, halve.cohort(), halve.share(), settings, "halved: " + halve.reason());
      case Readmission.Wait wait -> new Going(wait.reason(), atMost(wait.after()), movedAt);
      case Readmission.Complete _ -> new AllIn();
    };
  }

  /** A time in the future comes from a clock that was ahead. */
  private static Instant lastMove(StepContext step, Instant movedAt) {
    return movedAt == null || movedAt.isAfter(step.now()) ? null : movedAt;
  }

  private static Going admit(
      StepContext step,
      List<ClientCohorts.Cohort> cohorts,
      String name,
      int share,
      Readmission.Settings settings,
      String reason) {
    ClientCohorts.Cohort cohort =
        cohorts.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    step.fence()
        .admit(new Fence.CohortShare(name, cohort.cidrs(), share, settings.connectionsPerSecond()));
    step.record().admitted(name, share);
    return new Going(
        "%s at %d%% (%s)".formatted(name, share, reason), atMost(settings.dwell()), step.stamp());
  }

  private static List<Readmission.Cohort> states(
      StepContext step, List<ClientCohorts.Cohort> cohorts) {
    Fence fence = step.fence();
    List<Client> rejected = fence.rejectedClients(TOP);
    return cohorts.stream()
        .map(
            c ->
                new Readmission.Cohort(
                    c.name(),
                    step.record().admitted(c.name()),
                    fence.counts() ? knocking(rejected, cohorts, c) : UNCOUNTED))
        .toList();
  }

  /** The rest contains every address; clients of another cohort do not count there as well. */
  private static int knocking(
      List<Client> rejected, List<ClientCohorts.Cohort> cohorts, ClientCohorts.Cohort cohort) {
    return (int)
        rejected.stream()
            .filter(
                t -> ClientCohorts.home(cohorts, t.address()).filter(cohort::equals).isPresent())
            .count();
  }

  /** Only samples since the last move count. */
  private static LaneHealth lanes(PassContext context, Instant lastMove) {
    Instant recent = context.now().minus(PassContext.RECENT);
    return context.lanes().since(lastMove != null && lastMove.isAfter(recent) ? lastMove : recent);
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofSeconds(1) : wait;
  }
}
