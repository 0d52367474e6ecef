package dev.halligan.e2e.measure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One visit of the customer to the shop; {@code at} in seconds since the rollout, as exact as a
 * second.
 */
public record Visit(double at, boolean ok) {

  /** All visits of one second. */
  public record Tally(double at, int answered, int failed) {}

  /** The visits from the rollout on, counted by second, oldest first. */
  public static List<Tally> tally(List<Visit> visits) {
    Map<Double, List<Visit>> bySecond =
        visits.stream()
            .filter(visit -> visit.at() >= 0)
            .collect(Collectors.groupingBy(Visit::at, TreeMap::new, Collectors.toList()));
    return bySecond.entrySet().stream()
        .map(
            second -> {
              int answered = (int) second.getValue().stream().filter(Visit::ok).count();
              return new Tally(second.getKey(), answered, second.getValue().size() - answered);
            })
        .toList();
  }

  /**
   * Reads a line {@code <epoch second> ok|failed}; empty for anything else, such as a line cut
   * short.
   */
  public static Optional<Visit> parse(String line, Stopwatch watch) {
    String[] words = line.strip().split(" ");
    if (words.length != 2 || !words[0].matches("[0-9]{9,11}") || !words[1].matches("ok|failed")) {
      return Optional.empty();
    }
    double at = watch.atEpochSecond(Double.parseDouble(words[0]));
    return Optional.of(new Visit(at, words[1].equals("ok")));
  }

  /** Share of visits in the span that found the shop open; 0 to 100. */
  public static OptionalDouble availability(List<Visit> visits, double from, double to) {
    return visits.stream()
        .filter(visit -> visit.at() >= from && visit.at() <= to)
        .mapToDouble(visit -> visit.ok() ? 100 : 0)
        .average();
  }
}
