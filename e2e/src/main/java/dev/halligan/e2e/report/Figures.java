package dev.halligan.e2e.report;

import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Lanes;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Relapses;
import dev.halligan.e2e.measure.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Works the figures out of a recording. A figure that could not be measured is absent, never zero.
 */
public final class Figures {
  /**
   * When a person, or nobody, would take over in a baseline: what Halligan is allowed for
   * detection, seconds.
   */
  public static final double DETECTION_ALLOWED = 20;

  /** From here on an administrator should be served, seconds since the onset. */
  private static final double ADMIN_EXPECTED = 15;

  private final Recording recording;
  private final double end;
  private final Map<String, Double> figures = new TreeMap<>();

  private Figures(Recording recording, double end) {
    this.recording = recording;
    this.end = end;
  }

  /**
   * What is counted outside the samples: pods evicted, if anybody could be asked, and packets of an
   * administrator refused by a fence.
   */
  public record Counted(OptionalLong evictions, long refusedByFence) {}

  /** Figures by key; {@code end} is the last moment watched, seconds since the rollout. */
  public static Map<String, Double> of(
      Recording recording, List<Visit> visits, double end, Counted counted) {
    var figures = new Figures(recording, end);
    figures.sampled();
    figures.refused(counted.refusedByFence());
    figures.put(FigureName.EVICTIONS, counted.evictions());
    double onset = recording.at(Mark.ONSET).orElse(0.0);
    double finished = recording.at(Mark.FINISHED).orElse(end);
    figures.put(FigureName.AVAILABILITY, Visit.availability(visits, onset, finished));
    return Map.copyOf(figures.figures);
  }

  /** Only those that marks and samples tell. */
  static Map<String, Double> ofSamples(Recording recording, double end) {
    var figures = new Figures(recording, end);
    figures.sampled();
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

  private void sampled() {
    spans();
    admin();
    ordinary();
    put(FigureName.RELAPSES, Relapses.count(recording));
    put(
        FigureName.OPERATOR_MEMORY,
        recording.memory().stream().mapToDouble(m -> m.bytes() / 1048576.0).max());
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

  private void admin() {
    Optional<Double> onset = recording.at(Mark.ONSET);
    if (onset.isEmpty()) {
      return;
    }
    put(FigureName.ADMIN_ANSWERED, share(onset.get(), LaneSample::ok));
    put(FigureName.ADMIN_FAST, share(onset.get() + ADMIN_EXPECTED, LaneSample::isFast));
    Optional<Double> fenced = recording.at(Mark.FENCED);
    double helped = recording.at(Mark.REMEDY).orElse(onset.get() + DETECTION_ALLOWED);
    double from = fenced.flatMap(_ -> recording.at(Mark.ADMIN_RESTORED)).orElse(helped);
    put(FigureName.ADMIN_MEDIAN, Lanes.percentile(recording.admin(), 50, from, end));
    put(FigureName.ADMIN_P95, Lanes.percentile(recording.admin(), 95, from, end));
    put(
        FigureName.ADMIN_SILENCE,
        Lanes.longestSilence(recording.admin(), fenced.orElse(helped), end));
    if (fenced.isPresent()) {
      put(FigureName.ADMIN_ERRORS, afterFence("5[0-9][0-9]"));
      put(FigureName.ADMIN_LOST, afterFence("[^0-9].*"));
    }
  }

  private OptionalDouble share(double from, Predicate<LaneSample> which) {
    return Lanes.percent(recording.admin(), which, from, end);
  }

  /** What outage and recovery together cost a client that did nothing wrong. */
  private void ordinary() {
    Optional<Double> onset = recording.at(Mark.ONSET);
    if (onset.isPresent()) {
      double finished = recording.at(Mark.FINISHED).orElse(end);
      put(
          FigureName.ORDINARY_FAILED,
          Lanes.percent(recording.ordinary(), sample -> !sample.ok(), onset.get(), finished));
      put(
          FigureName.ORDINARY_SILENCE,
          Lanes.longestSilence(recording.ordinary(), onset.get(), finished));
    }
  }

  /** Turned away by a fence, by a queue or for want of rights. */
  private void refused(long byFence) {
    if (recording.at(Mark.FENCED).isPresent()) {
      long byQueue = afterFence("4[0-9][0-9]").orElse(0);
      put(FigureName.ADMIN_REFUSED, OptionalLong.of(byFence + byQueue));
    }
  }

  /** How many of the administrator's requests since the fence had such an outcome. */
  private OptionalLong afterFence(String outcome) {
    double fenced = recording.at(Mark.FENCED).orElse(end);
    return OptionalLong.of(
        Lanes.between(recording.admin(), fenced, end).stream()
            .filter(sample -> !sample.ok() && sample.outcome().matches(outcome))
            .count());
  }

  /** Negative where the second came first: Halligan may detect before the onset is one. */
  private void span(FigureName name, Mark from, Mark to) {
    recording
        .at(from)
        .flatMap(start -> recording.at(to).map(stop -> stop - start))
        .ifPresent(seconds -> put(name, OptionalDouble.of(seconds)));
  }

  private void put(FigureName name, OptionalLong value) {
    value.ifPresent(v -> figures.put(name.key(), (double) v));
  }

  private void put(FigureName name, OptionalDouble value) {
    value.ifPresent(v -> figures.put(name.key(), Math.round(v * 1000) / 1000.0));
  }
}
