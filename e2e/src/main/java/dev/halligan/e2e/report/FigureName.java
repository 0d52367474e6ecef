package dev.halligan.e2e.report;

import java.util.Locale;

/**
 * The figures of a drill, in the order of the table. Each {@code key} is also the name of its limit
 * in scenario.yaml.
 */
public enum FigureName {
  DETECTION("detectionSeconds", "onset to detection", "s"),
  FENCE("fenceSeconds", "decision to fence up on every host", "s"),
  ADMIN_RESTORED(
      "adminRestoredSeconds",
      "onset to an administrator's `get namespaces` under 1 s, offender still firing",
      "s"),
  ADMIN_ANSWERED(
      "adminAnsweredPercent",
      "an administrator's attempts answered within 10 s, onset to the end of the watch",
      "%"),
  ADMIN_FAST(
      "adminFastPercent",
      "those answered under 1 s, from onset + 15 s to the end of the watch",
      "%"),
  ADMIN_MEDIAN(
      "adminMedianMs",
      "`get namespaces` from then on (baselines: from onset + 20 s), median",
      "ms"),
  ADMIN_P95("adminP95Ms", "the same, p95", "ms"),
  ADMIN_SILENCE(
      "adminSilenceSeconds",
      "longest time without an answer to an administrator after the fence (baselines: from onset"
          + " + 20 s)",
      "s"),
  CULPRIT_GONE("culpritGoneSeconds", "onset to the offender's last process gone", "s"),
  FINISHED(
      "finishedSeconds", "onset to finished: offender gone, all clients back, fence lifted", "s"),
  ORDINARY_FAILED(
      "ordinaryFailedPercent",
      "an ordinary client's requests that failed or took over 5 s, onset to finished (baselines:"
          + " as long as they were watched)",
      "%"),
  ORDINARY_SILENCE(
      "ordinarySilenceSeconds",
      "the longest time without an answer to that client, in the same span",
      "s"),
  AVAILABILITY("shopAvailabilityPercent", "visits to the shop answered, onset to finished", "%"),
  EVICTIONS("evictions", "pods evicted or replaced", ""),
  ADMIN_REFUSED("adminRefused", "admin requests after the fence that fence or queue refused", ""),
  ADMIN_ERRORS(
      "adminErrors", "admin requests after the fence that the API server failed (5xx)", ""),
  ADMIN_LOST("adminLost", "admin requests after the fence without an answer", ""),
  RELAPSES("relapses", "relapses: most of an ordinary client's requests over 1 s for 5 s", ""),
  OPERATOR_MEMORY("operatorMemoryMiB", "operator pod memory, highest working set", "MiB");

  private final String key;
  private final String label;
  private final String unit;

  FigureName(String key, String label, String unit) {
    this.key = key;
    this.label = label;
    this.unit = unit;
  }

  public String key() {
    return key;
  }

  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }

  /** Whether the lowest value is the worst. */
  boolean isBetterHigh() {
    return this == AVAILABILITY || this == ADMIN_ANSWERED || this == ADMIN_FAST;
  }

  /** A value with its unit, rounded as a person would. */
  public String format(double value) {
    boolean whole = unit.isEmpty() || unit.equals("ms") || unit.equals("MiB");
    String number = String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
