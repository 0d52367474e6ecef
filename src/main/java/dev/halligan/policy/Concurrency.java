package dev.halligan.policy;

/** How many clusters may be recovered at the same time. */
public sealed interface Concurrency {

  /** The limit in a fleet of this many clusters; 0 or more. */
  int of(int fleet);

  /**
   * Whatever the fleet's size.
   *
   * @param clusters 0 or more; 0 stops all acts
   */
  record AtMost(int clusters) implements Concurrency {
    public AtMost {
      if (clusters < 0) {
        throw new IllegalArgumentException(
            "%d is not a valid number of clusters; write 0 or more".formatted(clusters));
      }
    }

    @Override
    public int of(int fleet) {
      return clusters;
    }

    @Override
    public String toString() {
      return String.valueOf(clusters);
    }
  }

  /**
   * A share of the fleet, rounded up, but at least three clusters, for small fleets.
   *
   * @param percent 1 to 100
   */
  record Share(int percent) implements Concurrency {
    private static final int LEAST = 3;

    public Share {
      if (percent < 1 || percent > 100) {
        throw new IllegalArgumentException(
            "%d%% is not a valid share of the fleet; write 1%% to 100%%, or 0 to stop all acts"
                .formatted(percent));
      }
    }

    @Override
    public int of(int fleet) {
      return Math.max(LEAST, Math.ceilDiv(fleet * percent, 100));
    }

    @Override
    public String toString() {
      return percent + "%";
    }
  }

  /**
   * Parses a whole number, or a share such as {@code 25%}.
   *
   * @throws IllegalArgumentException if it is neither; the message says what is valid
   */
  static Concurrency parse(String text) {
    String word = text.strip();
    try {
      return word.endsWith("%")
          ? new Share(Integer.parseInt(word.substring(0, word.length() - 1).strip()))
          : new AtMost(Integer.parseInt(word));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          "\"%s\" is not a valid number of clusters; write a whole number, or a share of the fleet as \"25%%\""
              .formatted(text));
    }
  }
}
