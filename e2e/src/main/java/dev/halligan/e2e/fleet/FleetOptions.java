package dev.halligan.e2e.fleet;

import java.util.ArrayList;
import java.util.Iterator;
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
   * Reads {@code gates} or the names of gates, after {@code --size N} where there are to be more or
   * fewer clusters than usual; or {@code --clusters N,N,...}.
   *
   * @throws IllegalArgumentException when it is none of these; the message says what is
   */
  static FleetOptions parse(List<String> words) {
    List<Gate> gates = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    Gates known = Gates.usual();
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      if (word.equals("--size") && rest.hasNext()) {
        known = Gates.of(size(rest.next()));
      } else if (word.equals("--clusters") && rest.hasNext()) {
        sizes.addAll(Stream.of(rest.next().split(",")).map(FleetOptions::size).toList());
      } else {
        gates.addAll(word.equals("gates") ? known.inARow() : List.of(named(known, word)));
      }
    }
    if (gates.isEmpty() == sizes.isEmpty()) {
      throw new IllegalArgumentException(
          "name either gates or --clusters N,N; gates are " + known.names());
    }
    return new FleetOptions(List.copyOf(gates), List.copyOf(sizes));
  }

  private static Gate named(Gates known, String word) {
    return known
        .named(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is not a valid gate; use gates, --clusters N,N or one of %s"
                        .formatted(word, known.names())));
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
