package dev.halligan.recovery.readmission;

import dev.halligan.diagnosis.signal.LaneHealth;
import java.time.Duration;
import java.util.List;

/**
 * How clients are readmitted: cohort by cohort, from a small share upward while the gates hold, and
 * halved when one breaks. Pure. A share that would admit less than one client on average is
 * skipped, because dwelling on it protects nothing.
 */
public final class Readmission {
  private Readmission() {}

  /**
   * @param shares percent, ascending, the last 100
   * @param dwell time between two moves
   * @param adminSlowerThan the admin lane's p99 that breaks the gate
   * @param connectionsPerSecond pace of newly admitted connections, 0 for none
   */
  public record Settings(
      List<Integer> shares, Duration dwell, Duration adminSlowerThan, int connectionsPerSecond) {}

  /** One cohort: its share now, and how many of its clients the fence rejects. */
  public record Cohort(String name, int share, int knocking) {}

  /** What to do next, and why. */
  public sealed interface Move {
    String reason();
  }

  /** Admit more of a cohort. */
  public record Grow(String cohort, int share, String reason) implements Move {}

  /** Halve the share of the last cohort. */
  public record Halve(String cohort, int share, String reason) implements Move {}

  /** Not yet. */
  public record Wait(Duration after, String reason) implements Move {}

  /** All are back. */
  public record Complete(String reason) implements Move {}

  /** The next move. {@code sinceMove} is the time since the last one, null before the first. */
  public static Move next(
      List<Cohort> cohorts, LaneHealth lanes, Duration sinceMove, Settings settings) {
    Gate gate = gate(lanes, settings);
    if (lanes.samples() == 0) {
      return new Wait(Duration.ofSeconds(1), gate.reason());
    }
    if (sinceMove != null && sinceMove.compareTo(settings.dwell()) < 0) {
      return new Wait(settings.dwell().minus(sinceMove), "watching the effect of the last share");
    }
    if (!gate.holds() && sinceMove != null && sinceMove.compareTo(patience(settings)) < 0) {
      return new Wait(Duration.ofSeconds(1), "checking once more: " + gate.reason());
    }
    if (!gate.holds()) {
      return cohorts.reversed().stream()
          .filter(c -> c.share() > 0)
          .findFirst()
          .<Move>map(c -> new Halve(c.name(), c.share() / 2, gate.reason()))
          .orElseGet(() -> new Wait(Duration.ofSeconds(1), gate.reason()));
    }
    return cohorts.stream()
        .filter(c -> c.share() < 100)
        .findFirst()
        .<Move>map(c -> new Grow(c.name(), larger(c, settings), gate.reason()))
        .orElseGet(() -> new Complete(gate.reason()));
  }

  /**
   * One slow answer is not a collapse: a broken gate must stay broken for another dwell to count.
   */
  private static Duration patience(Settings settings) {
    return settings.dwell().multipliedBy(2);
  }

  /** Whether more clients may be admitted, and why. */
  public record Gate(boolean holds, String reason) {}

  /** The admin lane must answer fast, and four of five ordinary requests must succeed. */
  public static Gate gate(LaneHealth lanes, Settings settings) {
    if (lanes.samples() == 0) {
      return new Gate(false, "no probe has returned since the last share");
    }
    if (!lanes.adminAnswers()) {
      return new Gate(false, "the admin lane does not answer");
    }
    String p99 = "admin p99 %d ms".formatted(lanes.adminP99().toMillis());
    if (lanes.adminP99().compareTo(settings.adminSlowerThan()) > 0) {
      return new Gate(false, p99 + ", over %d ms".formatted(settings.adminSlowerThan().toMillis()));
    }
    if (lanes.ordinarySuccessPercent() < 80) {
      return new Gate(
          false,
          "only %d%% of ordinary requests succeed".formatted(lanes.ordinarySuccessPercent()));
    }
    return new Gate(true, p99);
  }

  private static int larger(Cohort cohort, Settings settings) {
    return settings.shares().stream()
        .filter(s -> s > cohort.share())
        .filter(s -> s == 100 || s * cohort.knocking() >= 100)
        .findFirst()
        .orElse(100);
  }
}
