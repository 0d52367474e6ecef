package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A label or field selector of the Kubernetes API, as far as equality goes. */
record Selector(List<Term> terms) {

  /** {@code path}: the fields one within the other, as in status.podIP. */
  record Term(List<String> path, String value, boolean equal) {
    boolean holds(JsonNode object) {
      JsonNode found = object;
      for (String field : path) {
        found = found.path(field);
      }
      return found.asText("").equals(value) == equal;
    }
  }

  /** Reads {@code status.podIP=10.0.0.1,status.phase!=Failed}; empty text selects all. */
  static Selector ofFields(String text) {
    return new Selector(terms(text).map(term -> term(term, Selector::fields)).toList());
  }

  /** Reads {@code app=agent,tier!=front}; empty text selects all. */
  static Selector ofLabels(String text) {
    return new Selector(
        terms(text).map(t -> term(t, key -> List.of("metadata", "labels", key))).toList());
  }

  boolean holds(JsonNode object) {
    return terms.stream().allMatch(term -> term.holds(object));
  }

  private static Stream<String> terms(String text) {
    return text.isBlank() ? Stream.empty() : Stream.of(text.split(","));
  }

  private static List<String> fields(String key) {
    return List.of(key.split("\\."));
  }

  private static Term term(String text, Function<String, List<String>> path) {
    boolean equal = !text.contains("!=");
    String[] parts = text.split(equal ? "={1,2}" : "!=", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException(text + " is not a selector by equality");
    }
    return new Term(path.apply(parts[0]), parts[1], equal);
  }
}
