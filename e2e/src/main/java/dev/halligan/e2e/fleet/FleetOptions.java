package dev.halligan.e2e.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be played.
 *
 * @param gates in this order; empty for a table
 * @param sizes of the fleets of a table; empty for gates
 */
record FleetOptions(List<Gate> gates, List<Integer> sizes) {
  private static final int LARGEST = 1000;

  /**
   * Reads {@code gates}, the names of gates, or {@code --clusters N,N,...}.
   *
   * @throws IllegalArgumentException when it is none of these; the message says what is
   */
  static FleetOptions parse(List<String> words) {
    List<Gate> gates = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("gates")) {
        gates.addAll(Gates.inARow());
      } else if (word.equals("--clusters") && i + 1 < words.size()) {
        i++;
        sizes.addAll(Stream.of(words.get(i).split(",")).map(FleetOptions::size).toList());
      } else {
        gates.add(
            Gates.named(word)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "\"%s\" is not a valid gate; use gates, --clusters N,N or one of %s"
                                .formatted(word, Gates.names()))));
      }
    }
    if (gates.isEmpty() == sizes.isEmpty()) {
      throw new IllegalArgumentException(
          "name either gates or --clusters N,N; gates are " + Gates.names());
    }
    return new FleetOptions(List.copyOf(gates), List.copyOf(sizes));
  }

  private static int size(String text) {
    try {
      int size = Integer.parseInt(text);
      if (size >= 1 && size <= LARGEST) {
        return size;
      }
    } catch (NumberFormatException _) {
      // answered below
    }
    throw new IllegalArgumentException(
        "\"%s\" is not a valid number of clusters; use 1 to %d".formatted(text, LARGEST));
  }
}
