package dev.halligan.operator.decision;

/** The keys of the ConfigMap {@code halligan-config}. A change takes effect immediately. */
final class ConfigKeys {
  /**
   * {@code true} stops every act on every cluster. So does any other value except {@code false}.
   * Probes continue, and fences expire by themselves.
   */
  static final String STOP = "stop";

  /**
   * How many clusters automation may recover at the same time: a number, or a share of the fleet
   * that never means fewer than three. Default: {@code 25%}.
   */
  static final String MAX_CONCURRENT = "maxConcurrent";

  /** How many recoveries of one cluster automation may start within 24 hours. Default: 6. */
  static final String MAX_PER_DAY = "maxPerDay";

  /** How long automation waits between two recoveries of one cluster. Default: {@code 10m}. */
  static final String COOL_DOWN = "coolDown";

  private ConfigKeys() {}
}
