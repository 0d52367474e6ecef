package dev.halligan.e2e.measure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One visit of the customer to the shop; {@code at} in seconds since the rollout, as exact as a
 * second.
 */
public record Visit(double at, boolean ok) {

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
