package dev.halligan.e2e.report;

import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Lanes;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Works the figures out of a recording. A figure that could not be measured is absent, never zero.
 */
public final class Figures {
  /**
   * When a person, or nobody, would take over in a baseline: what Halligan is allowed for
   * detection, seconds.
   */
  public static final double DETECTION_ALLOWED = 20;

  private final Recording recording;
  private final double end;
  private final Map<String, Double> figures = new TreeMap<>();

  private Figures(Recording recording, double end) {
    this.recording = recording;
    this.end = end;
  }

  /**
   * What is counted outside the samples: pods evicted, relapses, packets of an administrator
   * refused by a fence.
   */
  public record Counted(long evictions, long relapses, long refusedByFence) {}

  /** Figures by key; {@code end} is the last moment watched, seconds since the rollout. */
  public static Map<String, Double> of(
      Recording recording, List<Visit> visits, double end, Counted counted) {
    var figures = new Figures(recording, end);
    figures.spans();
    figures.admin(counted.refusedByFence());
    figures.put(FigureName.EVICTIONS, OptionalDouble.of(counted.evictions()));
    figures.put(FigureName.RELAPSES, OptionalDouble.of(counted.relapses()));
    double onset = recording.at(Mark.ONSET).orElse(0.0);
    double finished = recording.at(Mark.FINISHED).orElse(end);
    figures.put(FigureName.AVAILABILITY, Visit.availability(visits, onset, finished));
    figures.put(
        FigureName.OPERATOR_MEMORY,
        recording.memory().stream().mapToDouble(m -> m.bytes() / 1048576.0).max());
    return Map.copyOf(figures.figures);
  }

  /**
   * Whether the administrator was back before the offender was gone; to be served once nobody fires
   * any more is no rescue.
   */
  public static boolean stillFiring(Map<Mark, Double> marks) {
    return marks.containsKey(Mark.ADMIN_RESTORED)
        && marks.get(Mark.ADMIN_RESTORED)
            < marks.getOrDefault(Mark.CULPRIT_GONE, Double.POSITIVE_INFINITY);
  }

  private void spans() {
    span(FigureName.DETECTION, Mark.ONSET, Mark.DETECTED);
    span(FigureName.FENCE, Mark.DECIDED, Mark.FENCED);
    if (stillFiring(recording.marks())) {
      span(FigureName.ADMIN_RESTORED, Mark.ONSET, Mark.ADMIN_RESTORED);
    }
    span(FigureName.CULPRIT_GONE, Mark.ONSET, Mark.CULPRIT_GONE);
    span(FigureName.FINISHED, Mark.ONSET, Mark.FINISHED);
  }

  private void admin(long refusedByFence) {
    Optional<Double> onset = recording.at(Mark.ONSET);
    if (onset.isEmpty()) {
      return;
    }
    double from =
        recording
            .at(Mark.ADMIN_RESTORED)
            .or(() -> recording.at(Mark.REMEDY))
            .orElse(onset.get() + DETECTION_ALLOWED);
    put(FigureName.ADMIN_MEDIAN, Lanes.percentile(recording.admin(), 50, from, end));
    put(FigureName.ADMIN_P95, Lanes.percentile(recording.admin(), 95, from, end));
    recording
        .at(Mark.FENCED)
        .ifPresent(
            fenced -> {
              List<LaneSample> after = Lanes.between(recording.admin(), fenced, end);
              put(
                  FigureName.ADMIN_REFUSED,
                  OptionalDouble.of(
                      refusedByFence + after.stream().filter(Figures::isRefused).count()));
              put(
                  FigureName.ADMIN_LOST,
                  OptionalDouble.of(after.stream().filter(Figures::isLost).count()));
            });
  }

  /**
   * Turned away by a queue or for want of rights; refusals by a fence are told apart from a dead
   * server below.
   */
  private static boolean isRefused(LaneSample sample) {
    return sample.outcome().matches("4[0-9][0-9]");
  }

  private static boolean isLost(LaneSample sample) {
    return !sample.ok() && !isRefused(sample);
  }

  private void span(FigureName name, Mark from, Mark to) {
    recording
        .at(from)
        .flatMap(start -> recording.at(to).map(stop -> Math.max(0, stop - start)))
        .ifPresent(seconds -> put(name, OptionalDouble.of(seconds)));
  }

  private void put(FigureName name, OptionalDouble value) {
    value.ifPresent(v -> figures.put(name.key(), Math.round(v * 1000) / 1000.0));
  }
}
