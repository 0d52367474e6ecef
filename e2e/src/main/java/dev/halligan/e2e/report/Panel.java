package dev.halligan.e2e.report;

import dev.halligan.e2e.measure.LaneSample;
import dev.halligan.e2e.measure.Mark;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One drill in the picture: latency of both lanes on a logarithmic axis, with what happened above
 * it.
 */
final class Panel {
  static final String ADMIN = "#0b5cad";
  static final String ORDINARY = "#d98200";
  private static final double LEFT = 70;
  private static final double RIGHT = 975;
  private static final double BEFORE = -10;
  private static final double FASTEST_MS = 5;
  private static final double SLOWEST_MS = 10_000;
  private static final double LABELS = 128;
  private static final double PLOT = 200;
  private static final double GAP = 46;

  /** What colours the span from a mark to the next one of this list. */
  private static final Map<Mark, String> BANDS =
      Map.of(
          Mark.ONSET, "#fbdcd7",
          Mark.FENCED, "#fdf0cf",
          Mark.REMEDY, "#fdf0cf",
          Mark.CULPRIT_GONE, "#e6f1da",
          Mark.FINISHED, "#d3ebd0");

  private static final List<Mark> LABELLED =
      List.of(
          Mark.ONSET,
          Mark.DETECTED,
          Mark.FENCED,
          Mark.REMEDY,
          Mark.ADMIN_RESTORED,
          Mark.CULPRIT_GONE,
          Mark.READMITTED,
          Mark.FINISHED);

  private final Svg svg;
  private final DrillResult result;
  private final double top;
  private final double end;
  private final double onset;

  /** {@code top} in pixels, {@code end} in seconds since the onset. */
  Panel(Svg svg, DrillResult result, double top, double end) {
    this.svg = svg;
    this.result = result;
    this.top = top + labels(result);
    this.end = end;
    this.onset = result.marks().getOrDefault(Mark.ONSET, 0.0);
  }

  static double heightOf(DrillResult result) {
    return labels(result) + PLOT + GAP;
  }

  private static double labels(DrillResult result) {
    return result.isBaseline() ? 66 : LABELS;
  }

  void draw() {
    bands();
    axes();
    svg.text(
        LEFT, top - labels(result) + 16, "font-size='15' font-weight='bold' fill='#222'", title());
    result.ordinary().forEach(sample -> dot(sample, ORDINARY, 1.8));
    result.admin().forEach(sample -> dot(sample, ADMIN, 2.2));
    marks();
  }

  private String title() {
    return switch (result.actor()) {
      case "none" -> "Nobody acts";
      case "apf" -> "An administrator jails the offender with API Priority and Fairness";
      default -> "Halligan";
    };
  }

  private void bands() {
    List<Mark> present =
        LABELLED.stream()
            .filter(m -> BANDS.containsKey(m) && result.marks().containsKey(m))
            .toList();
    for (int i = 0; i < present.size(); i++) {
      double from = since(present.get(i));
      double to = i + 1 < present.size() ? since(present.get(i + 1)) : end;
      svg.rectangle(
          x(from), top, x(to) - x(from), PLOT, "fill='" + BANDS.get(present.get(i)) + "'");
    }
  }

  private void axes() {
    for (double ms = 10; ms <= SLOWEST_MS; ms *= 10) {
      svg.line(LEFT, y(ms), RIGHT, y(ms), "stroke='#bbb' stroke-width='0.6'");
      String label = ms < 1000 ? Math.round(ms) + " ms" : Math.round(ms / 1000) + " s";
      svg.text(LEFT - 8, y(ms) + 4, "font-size='11' fill='#555' text-anchor='end'", label);
    }
    for (double second = 0; second <= end; second += 20) {
      svg.line(x(second), top + PLOT, x(second), top + PLOT + 4, "stroke='#888'");
      String label = second == 0 ? "onset" : "+" + Math.round(second) + " s";
      svg.text(
          x(second), top + PLOT + 17, "font-size='11' fill='#555' text-anchor='middle'", label);
    }
    svg.rectangle(LEFT, top, RIGHT - LEFT, PLOT, "fill='none' stroke='#888'");
  }

  /** Labels stand one above the other in turn where their moments are close. */
  private void marks() {
    List<Mark> present =
        LABELLED.stream()
            .filter(mark -> mark != Mark.ONSET && result.marks().containsKey(mark))
            .sorted(java.util.Comparator.comparingDouble(this::since))
            .toList();
    for (int i = 0; i < present.size(); i++) {
      double at = since(present.get(i));
      double level = top - 8 - 15 * ((present.size() - 1 - i) % 7);
      svg.line(
          x(at),
          level + 3,
          x(at),
          top + PLOT,
          "stroke='#444' stroke-width='0.8' stroke-dasharray='3 2'");
      svg.text(
          x(at) + 3,
          level,
          "font-size='12' fill='#222'",
          String.format(Locale.ROOT, "%s +%.1f s", present.get(i).describe(), at));
    }
  }

  private void dot(LaneSample sample, String colour, double radius) {
    double at = sample.at() - onset;
    if (at < BEFORE || at > end) {
      return;
    }
    var point = new Svg.Point(x(at), y(sample.tookMs()));
    if (sample.ok()) {
      svg.circle(point, radius, "fill='" + colour + "' fill-opacity='0.75'");
    } else {
      svg.text(x(at), top + 10, "font-size='9' text-anchor='middle' fill='" + colour + "'", "×");
    }
  }

  private double since(Mark mark) {
    return result.marks().get(mark) - onset;
  }

  private double x(double second) {
    double share = (Math.clamp(second, BEFORE, end) - BEFORE) / (end - BEFORE);
    return LEFT + share * (RIGHT - LEFT);
  }

  private double y(double ms) {
    double share =
        Math.log(Math.clamp(ms, FASTEST_MS, SLOWEST_MS) / FASTEST_MS)
            / Math.log(SLOWEST_MS / FASTEST_MS);
    return top + PLOT - share * PLOT;
  }
}
