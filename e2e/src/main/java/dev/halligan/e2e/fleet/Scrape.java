package dev.halligan.e2e.fleet;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics in Prometheus' text format at one moment, as far as a histogram is wanted of them. */
record Scrape(Map<String, Double> values) {
  private static final Pattern LINE = Pattern.compile("([a-z_]+(?:\\{[^}]*})?) ([0-9.eE+-]+|NaN)");
  private static final Pattern LIMIT = Pattern.compile(".*\\ble=\"([^\"]+)\".*");

  static Scrape parse(String text) {
    Map<String, Double> values = new TreeMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> values.put(line.group(1), Double.parseDouble(line.group(2))));
    return new Scrape(values);
  }

  /**
   * The upper limit of the bucket in which the {@code p}-th percentile of what came since an
   * earlier scrape lies, in the histogram's unit; empty when nothing came. Infinite when it lies
   * above the last limit.
   */
  OptionalDouble percentileSince(Scrape earlier, String histogram, double p) {
    Map<Double, Double> buckets = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          Matcher limit = LIMIT.matcher(name);
          if (name.startsWith(histogram + "_bucket{") && limit.matches()) {
            double upTo =
                limit.group(1).equals("+Inf")
                    ? Double.POSITIVE_INFINITY
                    : Double.parseDouble(limit.group(1));
            buckets.merge(upTo, value - earlier.values().getOrDefault(name, 0.0), Double::sum);
          }
        });
    double all = buckets.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    return buckets.entrySet().stream()
        .filter(bucket -> all > 0 && bucket.getValue() >= p / 100 * all)
        .mapToDouble(Map.Entry::getKey)
        .findFirst();
  }
}
